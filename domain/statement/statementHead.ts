/** What a file prints about itself beside its rows. Null is what it does not print. */
export interface StatementHead {
  readonly shortcode: string | null;
  readonly fromMs: number | null;
  /** The last moment of the period. */
  readonly untilMs: number | null;
  readonly openingCents: number | null;
  readonly closingCents: number | null;
  /** Totals are never negative, whatever sign the file gives to money withdrawn. */
  readonly paidInCents: number | null;
  readonly withdrawnCents: number | null;
}

export const EMPTY_HEAD: StatementHead = {
  shortcode: null,
  fromMs: null,
  untilMs: null,
  openingCents: null,
  closingCents: null,
  paidInCents: null,
  withdrawnCents: null,
};
