/**
 * Names of the errors that no repetition heals: they stop the work on one aggregate and call a
 * person. Workflows know failures by name alone, so the classes take their names from here.
 */
export const FATAL_FAILURES = {
  invariant: 'InvariantError',
  corruptRecord: 'CorruptRecordError',
} as const;

export const FATAL_FAILURE_NAMES: readonly string[] = Object.values(FATAL_FAILURES);
