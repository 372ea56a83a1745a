import type { CallbackId, EvidenceId, OperatorId } from '../values/ids';
import type { AmountCents } from '../values/money';
import type { Receipt } from '../values/receipt';
import type { ShortcodeNumber } from '../values/shortcode';

interface Seen {
  readonly evidenceId: EvidenceId;
  /** When we learnt it, by the engine's or the listener's clock. */
  readonly atMs: number;
}

/** What Safaricom POSTed to us. It proves little alone, because nothing signs it. */
export interface CallbackEvidence extends Seen {
  readonly kind: 'callback';
  readonly callbackId: CallbackId;
  readonly resultCode: string;
  readonly amountCents: AmountCents | null;
  readonly receipt: Receipt | null;
  readonly paidAtMs: number | null;
}

/** What came with a true token and could not be read. It proves nothing, and a person must look. */
export interface UnreadableCallbackEvidence extends Seen {
  readonly kind: 'unreadable_callback';
  readonly callbackId: CallbackId;
  /** SHA-256 of the bytes, so that a repeat of them is the same fact. */
  readonly bodySha256: string;
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
  /** The keyed hash of the payer's number, where the answer shows all of it. */
  readonly payerHash: string | null;
  /** It was asked about a receipt that only an operator named, and is not about this prompt. */
  readonly isForeign?: true;
}

/** A row that shows money received: C2B confirmation, Pull or a statement. */
export interface MoneySeenEvidence extends Seen {
  readonly kind: 'c2b_confirmation' | 'pull_row' | 'statement_row';
  readonly receipt: Receipt;
  readonly amountCents: AmountCents;
  readonly shortcode: ShortcodeNumber;
}

/** An operator saw this receipt, on the portal or in a message. Alone it proves nothing. */
export interface OperatorReceiptEvidence extends Seen {
  readonly kind: 'operator_receipt';
  readonly receipt: Receipt;
  readonly operatorId: OperatorId;
}

export const REVIEW_DECISIONS = ['paid', 'not_paid'] as const;

/** What a person can decide about a payment that needs review. */
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number];

/** A person has decided over all the evidence that stands before this. */
export interface OperatorDecisionEvidence extends Seen {
  readonly kind: 'operator_decision';
  readonly decision: ReviewDecision;
  readonly receipt: Receipt | null;
  /** Who had it carried out; with two operators, the second. */
  readonly operatorId: OperatorId;
}

/** Any stored fact about money. */
export type Evidence =
  | CallbackEvidence
  | UnreadableCallbackEvidence
  | StkQueryEvidence
  | TransactionStatusEvidence
  | MoneySeenEvidence
  | OperatorReceiptEvidence
  | OperatorDecisionEvidence;

export const EVIDENCE_KINDS = [
  'callback',
  'unreadable_callback',
  'stk_query',
  'transaction_status',
  'c2b_confirmation',
  'pull_row',
  'statement_row',
  'operator_receipt',
  'operator_decision',
] as const satisfies readonly Evidence['kind'][];

/** How well a success is proven; `reviewed` where a person decided and no source did. */
export type Grade = 'reported' | 'reviewed' | 'corroborated' | 'settled';

const GRADE_RANK: Readonly<Record<Grade, number>> = {
  reported: 0,
  reviewed: 1,
  corroborated: 2,
  settled: 3,
};

export function isHigherGrade(grade: Grade, than: Grade | null): boolean {
  return than === null || GRADE_RANK[grade] > GRADE_RANK[than];
}

/** Repeats of one callback are one fact; two queries with one answer are two reads. */
export function isSameFact(known: Evidence, item: Evidence): boolean {
  if (known.evidenceId === item.evidenceId) return true;
  if (known.kind === 'unreadable_callback' && item.kind === 'unreadable_callback') {
    return known.bodySha256 === item.bodySha256;
  }
  return (
    known.kind === 'callback' &&
    item.kind === 'callback' &&
    known.resultCode === item.resultCode &&
    known.receipt === item.receipt &&
    known.amountCents === item.amountCents
  );
}

/** What is new in `fresh`, each fact once, however often it came at once or before. */
export function newFacts(known: readonly Evidence[], fresh: readonly Evidence[]): Evidence[] {
  return fresh.reduce<Evidence[]>((added, item) => {
    const isKnown = [...known, ...added].some((other) => isSameFact(other, item));
    return isKnown ? added : [...added, item];
  }, []);
}
