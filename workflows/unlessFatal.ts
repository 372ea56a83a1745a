import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import { FATAL_FAILURE_NAMES } from '../domain/values/fatalFailures';

/**
 * A step that failed proves nothing: after a push the stored reservation knows the rest,
 * after a read the plan has the next one. Only a broken invariant stops the payment.
 */
export function unlessFatal(error: unknown): null {
  if (!(error instanceof ActivityFailure) || fatalTypeOf(error) !== null) throw error;
  return null;
}

/** The name of the broken rule's error, or null where the failure is none of those. */
export function fatalTypeOf(error: unknown): string | null {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  const type = cause instanceof ApplicationFailure ? (cause.type ?? '') : '';
  return FATAL_FAILURE_NAMES.includes(type) ? type : null;
}
