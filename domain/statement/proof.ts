import type { RowPlace } from './row';

/** What is proven of a statement before a single row of it counts. */
export const PROOF_NAMES = [
  'balance_continuity',
  'opening_balance',
  'closing_balance',
  'total_paid_in',
  'total_withdrawn',
  'period',
  'shortcode',
  'duplicates',
  'clock',
  'known_receipts',
] as const;

export type ProofName = (typeof PROOF_NAMES)[number];

/** Where a proof broke: row and column as a person finds them, or null for the whole file. */
export interface Failure {
  readonly place: RowPlace | null;
  readonly column: string | null;
  readonly expected: string;
  readonly found: string;
}

/** The verdict of one proof. What a layout cannot prove is said, never assumed. */
export type Proof =
  | { readonly name: ProofName; readonly verdict: 'passed' }
  | ({ readonly name: ProofName; readonly verdict: 'failed' } & Failure)
  | { readonly name: ProofName; readonly verdict: 'not_provable'; readonly reason: string };

export function passed(name: ProofName): Proof {
  return { name, verdict: 'passed' };
}

export function failed(name: ProofName, failure: Failure): Proof {
  return { name, verdict: 'failed', ...failure };
}

export function notProvable(name: ProofName, reason: string): Proof {
  return { name, verdict: 'not_provable', reason };
}
