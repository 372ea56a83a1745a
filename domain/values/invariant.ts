import { FATAL_FAILURES } from './fatalFailures';

/** A broken rule about money. It stops the payment concerned and is never retried. */
export class InvariantError extends Error {
  override readonly name = FATAL_FAILURES.invariant;

  constructor(
    readonly rule: string,
    readonly context: Readonly<Record<string, string | number | null>> = {},
  ) {
    super(`Invariant broken: ${rule}`);
  }
}

/** Stays on in production: a wrong book must stop that payment, not be written. */
export function assertInvariant(
  condition: boolean,
  rule: string,
  context: Readonly<Record<string, string | number | null>> = {},
): asserts condition {
  if (!condition) throw new InvariantError(rule, context);
}
