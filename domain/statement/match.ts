import type { ShortcodeNumber } from '../values/shortcode';
import type { BookedPayment } from './bookedPayment';
import { suggestionsFor, type Suggestion } from './likeness';
import { canBeOnePayer } from './payerMask';
import type { StatementRow } from './row';

/** Safaricom's clock and ours are never further apart. */
const TIME_DIFFERENCE_MAX_MS = 120_000;

export type ComparedField = 'kind' | 'amount' | 'shortcode' | 'time' | 'payer';

/** One thing that was compared, so that a match can be asked what it rests on. */
export interface Comparison {
  readonly field: ComparedField;
  readonly verdict: 'agrees' | 'differs' | 'not_compared';
  /** Amounts are cents, times are milliseconds since the epoch. */
  readonly booked: string | number | null;
  readonly printed: string | number | null;
}

/** A row and a payment of one receipt. Where anything differs, it is an exception. */
export interface Match {
  readonly payment: BookedPayment;
  readonly row: StatementRow;
  readonly comparisons: readonly Comparison[];
  readonly agrees: boolean;
}

/** What is left once every row was seen. */
export interface Leftovers {
  /** Ours, and not on the statement. */
  readonly missing: readonly BookedPayment[];
  /** On the statement, and not ours. */
  readonly unknown: readonly StatementRow[];
  /** For a person to look at; nothing is ever matched by likeness. */
  readonly suggestions: readonly Suggestion[];
}

/**
 * Matches a statement with the books by receipt, in both directions. Rows come one by one; each
 * match is handed back at once, so that only what is left over stays in memory. Sums are never
 * compared: two errors that offset each other stay two exceptions.
 */
export class Matcher {
  readonly #byReceipt = new Map<string, BookedPayment>();
  readonly #unseen: Set<BookedPayment>;
  readonly #unknown: StatementRow[] = [];

  constructor(
    booked: readonly BookedPayment[],
    /** Whose statement it is, where no row says so. */
    private readonly shortcode: ShortcodeNumber | null,
  ) {
    this.#unseen = new Set(booked);
    for (const payment of booked) {
      if (payment.receipt !== null) this.#byReceipt.set(payment.receipt, payment);
    }
  }

  /** The match of a row, or null where the row is not income or its receipt is not ours. */
  add(row: StatementRow): Match | null {
    const payment = this.#byReceipt.get(row.receipt);
    if (!mayBeIncome(row)) return null;
    if (!payment) {
      this.#unknown.push(row);
      return null;
    }
    this.#unseen.delete(payment);
    const comparisons = compare(payment, row, row.shortcode ?? this.shortcode);
    const agrees = comparisons.every(({ verdict }) => verdict !== 'differs');
    return { payment, row, comparisons, agrees };
  }

  conclude(): Leftovers {
    const missing = [...this.#unseen];
    const unknown = this.#unknown;
    return { missing, unknown, suggestions: suggestionsFor(missing, unknown) };
  }
}

/** A label that nobody knows may name a payment; a charge or a reversal never is one. */
function mayBeIncome({ kind, amountCents }: StatementRow): boolean {
  return kind === 'payment' || (kind === 'other' && amountCents > 0);
}

function compare(
  payment: BookedPayment,
  row: StatementRow,
  shortcode: ShortcodeNumber | null,
): readonly Comparison[] {
  const { completedAtMs, payerMasked } = payment;
  return [
    comparison('kind', 'payment', row.kind, row.kind === 'payment'),
    comparison(
      'amount',
      payment.amountCents,
      row.amountCents,
      payment.amountCents === row.amountCents,
    ),
    comparison('shortcode', payment.shortcode, shortcode, payment.shortcode === shortcode),
    comparison(
      'time',
      completedAtMs,
      row.completedAtMs,
      Math.abs(row.completedAtMs - (completedAtMs ?? 0)) <= TIME_DIFFERENCE_MAX_MS,
    ),
    comparison(
      'payer',
      payerMasked,
      row.payerMasked,
      canBeOnePayer(payerMasked ?? '', row.payerMasked ?? ''),
    ),
  ];
}

/** What one side does not know is not compared, and the match says so. */
function comparison(
  field: ComparedField,
  booked: string | number | null,
  printed: string | number | null,
  isEqual: boolean,
): Comparison {
  const isCompared = booked !== null && printed !== null;
  const verdict = isCompared ? (isEqual ? 'agrees' : 'differs') : 'not_compared';
  return { field, verdict, booked, printed };
}
