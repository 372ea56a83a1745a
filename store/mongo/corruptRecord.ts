import type { z } from 'zod';
import { FATAL_FAILURES } from '../../domain/values/fatalFailures';

/** A document of the wrong shape must stop its owner here, never become a default. */
export class CorruptRecordError extends Error {
  override readonly name = FATAL_FAILURES.corruptRecord;
  readonly code = 'corrupt_record';
}

/** Names field and rule, never the value: it may be private. */
export function corruption(what: string, error: z.ZodError): CorruptRecordError {
  const [issue] = error.issues;
  const where = issue?.path.join('.');
  return new CorruptRecordError(`A stored ${what} is corrupt at "${where}": ${issue?.code}.`);
}
