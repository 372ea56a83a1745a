import type { BookedPayment } from './bookedPayment';
import { canBeOnePayer } from './payerMask';
import type { StatementRow } from './row';

/** Further apart than this nobody would think of one payment. */
const APART_MAX_MS = 15 * 60_000;

/** A row that may be a payment of ours without its receipt, with what speaks for and against it. */
export interface Candidate {
  readonly row: StatementRow;
  readonly reasonsFor: readonly string[];
  readonly reasonsAgainst: readonly string[];
}

/** The rows that may be one payment, likeliest first; two equally like it are ambiguous. */
export interface Suggestion {
  readonly payment: BookedPayment;
  readonly candidates: readonly Candidate[];
  readonly isAmbiguous: boolean;
}

/** Payments without a row and rows without a payment that have one amount and nearly one time. */
export function suggestionsFor(
  missing: readonly BookedPayment[],
  unknown: readonly StatementRow[],
): readonly Suggestion[] {
  const byAmount = new Map<number, StatementRow[]>();
  for (const row of unknown) {
    const rows = byAmount.get(row.amountCents);
    if (rows) rows.push(row);
    else byAmount.set(row.amountCents, [row]);
  }
  return missing.flatMap((payment) => {
    const rows = byAmount.get(payment.amountCents) ?? [];
    const candidates = rows
      .flatMap((row) => candidateOf(payment, row) ?? [])
      .sort((a, b) => likeness(b) - likeness(a));
    const [first, second] = candidates;
    if (!first) return [];
    const isAmbiguous = second !== undefined && likeness(second) === likeness(first);
    return [{ payment, candidates, isAmbiguous }];
  });
}

function candidateOf(payment: BookedPayment, row: StatementRow): Candidate | null {
  const reasonsFor = ['the same amount'];
  const reasonsAgainst: string[] = [];
  if (payment.completedAtMs !== null) {
    const apartMs = Math.abs(payment.completedAtMs - row.completedAtMs);
    if (apartMs > APART_MAX_MS) return null;
    reasonsFor.push(`${Math.round(apartMs / 1000)} s apart`);
  } else {
    reasonsAgainst.push('our time is not known');
  }
  if (payment.receipt !== null) {
    reasonsAgainst.push(`our receipt is ${payment.receipt}, the row's is ${row.receipt}`);
  }
  if (payment.payerMasked !== null && row.payerMasked !== null) {
    const isLike = canBeOnePayer(payment.payerMasked, row.payerMasked);
    (isLike ? reasonsFor : reasonsAgainst).push(
      `payers ${payment.payerMasked}, ${row.payerMasked}`,
    );
  }
  return { row, reasonsFor, reasonsAgainst };
}

function likeness({ reasonsFor, reasonsAgainst }: Candidate): number {
  return reasonsFor.length - reasonsAgainst.length;
}
