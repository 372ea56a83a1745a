import type { RowPlace } from '../domain/statement/row';
import type { Proof } from '../domain/statement/proof';

/** Why a file is not taken, as code and as a sentence with its remedy. */
export const REFUSAL_CODES = [
  'empty',
  'too_large',
  'not_a_statement',
  'encrypted',
  'unsafe_workbook',
  'unreadable_text',
  'unreadable_workbook',
  'unreadable_row',
  'layout_unknown',
  'not_proven',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** A file is refused as a whole: half a statement proves nothing. */
export interface StatementRefusal {
  readonly code: RefusalCode;
  readonly reason: string;
  readonly remedy: string;
  readonly place: RowPlace | null;
  readonly column: string | null;
  /** What was proven and what was not, where the file could be read to its end. */
  readonly proofs: readonly Proof[];
}

/** Carries a refusal out of the readers; `readStatement` turns it into a value. */
export class StatementRefusedError extends Error {
  override readonly name = 'StatementRefusedError';

  constructor(readonly refusal: StatementRefusal) {
    super(`${refusal.code}: ${refusal.reason}`);
  }
}

const EXPORT_AGAIN =
  'Export the statement from the M-Pesa portal again and upload that file as is.';

/** The error for a file, or with a place for one of its rows. */
export function refused(
  code: RefusalCode,
  reason: string,
  where: { readonly place?: RowPlace; readonly column?: string; readonly remedy?: string } = {},
): StatementRefusedError {
  return new StatementRefusedError({
    code,
    reason,
    remedy: where.remedy ?? EXPORT_AGAIN,
    place: where.place ?? null,
    column: where.column ?? null,
    proofs: [],
  });
}

/** The error for one row. */
export function refusedRow(place: RowPlace, column: string | null, reason: string): Error {
  return refused('unreadable_row', reason, column === null ? { place } : { place, column });
}
