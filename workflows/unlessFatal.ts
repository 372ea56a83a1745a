import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import { FATAL_FAILURES } from './policies';

/**
 * A step that failed proves nothing: after a push the stored claim knows the rest, after a read the
 * plan has the next one. Only a broken invariant stops the payment.
 */
export function unlessFatal(error: unknown): null {
  if (!(error instanceof ActivityFailure) || isFatal(error)) throw error;
  return null;
}

function isFatal({ cause }: ActivityFailure): boolean {
  return cause instanceof ApplicationFailure && FATAL_FAILURES.includes(cause.type ?? '');
}
