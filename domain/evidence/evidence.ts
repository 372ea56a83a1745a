import type { AttemptId, CallbackId, EvidenceId } from '../values/ids';
import type { AmountCents } from '../values/money';
import type { Receipt } from '../values/receipt';
import type { ShortcodeNumber } from '../values/shortcode';

interface Seen {
  readonly evidenceId: EvidenceId;
  readonly attemptId: AttemptId;
  /** When we learnt it, by the engine's or the listener's clock. */
  readonly atMs: number;
}

/** What Safaricom POSTed to us: a claim, because nothing signs it. */
export interface CallbackEvidence extends Seen {
  readonly kind: 'callback';
  readonly callbackId: CallbackId;
  readonly resultCode: string;
  readonly amountCents: AmountCents | null;
  readonly receipt: Receipt | null;
  readonly paidAtMs: number | null;
}

/** STK Query's final word over our own TLS connection. It names neither receipt nor amount. */
export interface StkQueryEvidence extends Seen {
  readonly kind: 'stk_query';
  readonly resultCode: string;
}

/** Transaction Status by receipt: the one read that shows receipt, amount and shortcode. */
export interface TransactionStatusEvidence extends Seen {
  readonly kind: 'transaction_status';
  readonly resultCode: string;
  readonly status: string | null;
  readonly receipt: Receipt | null;
  readonly amountCents: AmountCents | null;
  /** Who was paid, where that was a shortcode: money that left ours names somebody else. */
  readonly shortcode: ShortcodeNumber | null;
  readonly initiatedAtMs: number | null;
  /** Who paid, masked, where the answer shows a number. */
  readonly payerMasked: string | null;
}

/** A row that shows money received: C2B confirmation, Pull or the settlement statement. */
export interface MoneySeenEvidence extends Seen {
  readonly kind: 'c2b_confirmation' | 'pull_row' | 'statement_row';
  readonly receipt: Receipt;
  readonly amountCents: AmountCents;
  readonly shortcode: ShortcodeNumber;
}

/** Any stored fact about money. */
export type Evidence =
  CallbackEvidence | StkQueryEvidence | TransactionStatusEvidence | MoneySeenEvidence;

/** How well a success is proven. */
export type Grade = 'reported' | 'corroborated' | 'settled';

const GRADE_RANK: Readonly<Record<Grade, number>> = { reported: 0, corroborated: 1, settled: 2 };

export function isHigherGrade(grade: Grade, than: Grade | null): boolean {
  return than === null || GRADE_RANK[grade] > GRADE_RANK[than];
}

/** Repeats of one callback are one fact; two queries with one answer are two reads. */
export function isSameFact(known: Evidence, item: Evidence): boolean {
  if (known.evidenceId === item.evidenceId) return true;
  return (
    known.kind === 'callback' &&
    item.kind === 'callback' &&
    known.resultCode === item.resultCode &&
    known.receipt === item.receipt &&
    known.amountCents === item.amountCents
  );
}
