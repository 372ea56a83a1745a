import {
  isHigherGrade,
  type CallbackEvidence,
  type Evidence,
  type Grade,
  type StkQueryEvidence,
  type TransactionStatusEvidence,
} from './evidence';
import type { FailureCode } from '../values/failures';
import type { AmountCents } from '../values/money';
import type { Receipt } from '../values/receipt';
import { isClaim, moneyClaims, soundClaims, type MoneyClaim, type Prompt } from './sightings';
import { resultCodeRule } from './resultCodes';
import type { ShortcodeNumber } from '../values/shortcode';

/** What the evidence is held against. */
export interface JudgeFacts extends Prompt {
  readonly amountCents: AmountCents;
  readonly shortcode: ShortcodeNumber;
  /** The till that is paid where the shortcode is its store; M-Pesa then names either of them. */
  readonly till?: ShortcodeNumber | null;
  /** How long a prompt may still be answered. */
  readonly promptLifeMs: number;
  /** Sums up to this may succeed on a callback alone; 0 means that none may. */
  readonly corroborateAboveCents: AmountCents;
  /** Whether Transaction Status can be asked for this shortcode (it needs an initiator). */
  readonly canAskStatus: boolean;
}

export type Conflict =
  | 'amount_differs'
  | 'shortcode_differs'
  | 'two_receipts'
  | 'receipt_taken'
  | 'paid_claim_denied_by_query';

export type OpenReason =
  'no_evidence' | 'unverified_callback' | 'denied_claim' | 'not_final' | 'unknown_code';

export type Verdict =
  | { readonly kind: 'paid'; readonly grade: Grade; readonly receipt: Receipt | null }
  | { readonly kind: 'unpaid'; readonly failure: FailureCode; readonly resultCode: string }
  | { readonly kind: 'conflict'; readonly conflict: Conflict }
  | { readonly kind: 'open'; readonly reason: OpenReason };

/**
 * Says what the evidence proves, whatever order it came in. Pure: the same facts, evidence and
 * moment always give the same verdict.
 *
 * Success needs money seen through our own connection or a statement, with amount and shortcode
 * equal; a callback alone is enough only up to the merchant's own limit. A success is never
 * downgraded by a negative query. Refusal needs two reads that agree, and for all but a callback
 * confirmed by a query, the prompt's life to be over.
 */
export function judge(facts: JudgeFacts, evidence: readonly Evidence[], nowMs: number): Verdict {
  const conflict = conflictOf(facts, moneyClaims(evidence));
  if (conflict) return { kind: 'conflict', conflict };
  const claims = soundClaims(evidence, facts);
  const best = claims.reduce<MoneyClaim | null>(
    (top, claim) => (isHigherGrade(claim.grade, top?.grade ?? null) ? claim : top),
    null,
  );
  if (best && best.grade !== 'reported') {
    return { kind: 'paid', grade: best.grade, receipt: receiptOf(claims) };
  }
  if (best) return judgeReported(facts, evidence, nowMs);
  // A claim on which no success may rest still forbids to say that nobody paid.
  if (moneyClaims(evidence).length > 0) return { kind: 'open', reason: 'not_final' };
  return judgeUnpaid(facts, evidence, nowMs);
}

function receiptOf(claims: readonly MoneyClaim[]): Receipt | null {
  return claims.find((claim) => claim.receipt !== null)?.receipt ?? null;
}

function conflictOf(facts: JudgeFacts, claims: readonly MoneyClaim[]): Conflict | null {
  if (claims.some((c) => c.amountCents !== null && c.amountCents !== facts.amountCents)) {
    return 'amount_differs';
  }
  const own = [null, facts.shortcode, facts.till];
  if (claims.some((c) => !own.includes(c.shortcode))) return 'shortcode_differs';
  const receipts = new Set(claims.flatMap((c) => (c.receipt === null ? [] : [c.receipt])));
  return receipts.size > 1 ? 'two_receipts' : null;
}

/** A callback says paid and nothing else does yet. */
function judgeReported(facts: JudgeFacts, evidence: readonly Evidence[], nowMs: number): Verdict {
  const denials = evidence.filter(deniesPayment);
  const complete = moneyClaims(evidence).some((claim) => claim.amountCents && claim.receipt);
  if (denials.length === 0 && complete && facts.amountCents <= facts.corroborateAboveCents) {
    return { kind: 'paid', grade: 'reported', receipt: receiptOf(moneyClaims(evidence)) };
  }
  // A denial from before the claim does not answer it: nobody had paid yet when it was read.
  const claimedAtMs = lastClaimAtMs(evidence);
  const query = lastQuery(evidence);
  if (query === null || !deniesPayment(query) || query.atMs < claimedAtMs) {
    return { kind: 'open', reason: 'unverified_callback' };
  }
  // Only Transaction Status can break a tie with the query; when it has spoken too, or cannot be
  // asked for this shortcode and the query has had time to catch up, a person must.
  const isTold = evidence.some((e) => e.kind === 'transaction_status' && isLastWord(facts, e));
  const hasCaughtUp = query.atMs >= claimedAtMs + facts.promptLifeMs;
  const isMute = !facts.canAskStatus && hasCaughtUp && isAfterPromptLife(facts, query, nowMs);
  return isTold || isMute
    ? { kind: 'conflict', conflict: 'paid_claim_denied_by_query' }
    : { kind: 'open', reason: 'denied_claim' };
}

/** When somebody last claimed to have paid. */
function lastClaimAtMs(evidence: readonly Evidence[]): number {
  return Math.max(...evidence.filter((item) => isClaim(item)).map(({ atMs }) => atMs));
}

/** A final status; or, once the prompt can no longer be paid, that the receipt is not known. */
function isLastWord(facts: JudgeFacts, status: TransactionStatusEvidence): boolean {
  if (isFinal(status)) return true;
  return status.resultCode !== '0' && isAfterPromptLife(facts, status, status.atMs);
}

/** Nobody says paid: how much does it take to say that nobody will? */
function judgeUnpaid(facts: JudgeFacts, evidence: readonly Evidence[], nowMs: number): Verdict {
  const reads = evidence.filter(isRead);
  const latest = reads.at(-1);
  if (!latest) return { kind: 'open', reason: 'no_evidence' };
  const query = lastQuery(evidence);
  if (!query) {
    const known = resultCodeRule(latest.resultCode).proof !== 'nothing';
    return { kind: 'open', reason: known ? 'unverified_callback' : 'unknown_code' };
  }
  if (resultCodeRule(query.resultCode).proof === 'nothing') {
    return { kind: 'open', reason: 'unknown_code' };
  }
  const negatives = reads.filter(deniesPayment);
  const confirmed =
    isDefinite(query) && negatives.some((read) => read.kind === 'callback' && isDefinite(read));
  // What a query said while the prompt was alive is "nobody yet", which settles nothing.
  const final = negatives.filter(
    (read) => read.kind === 'callback' || isAfterPromptLife(facts, read, nowMs),
  );
  const agreed = deniesPayment(query) && final.includes(query) && final.length >= 2;
  return confirmed || agreed ? unpaid(negatives) : { kind: 'open', reason: 'not_final' };
}

/** A final answer that money did not move. */
export function deniesPayment(evidence: Evidence): boolean {
  if (isRead(evidence)) {
    const { proof } = resultCodeRule(evidence.resultCode);
    return proof === 'not_paid' || proof === 'not_paid_yet';
  }
  return (
    evidence.kind === 'transaction_status' && isFinal(evidence) && evidence.status !== 'Completed'
  );
}

/** Daraja: Transaction Status, the statuses after which nothing changes. */
const FINAL_STATUSES: ReadonlySet<string> = new Set([
  'Completed',
  'Cancelled',
  'Declined',
  'Expired',
]);

function isFinal(evidence: TransactionStatusEvidence): boolean {
  return FINAL_STATUSES.has(evidence.status ?? '');
}

type Read = CallbackEvidence | StkQueryEvidence;

function isRead(evidence: Evidence): evidence is Read {
  return evidence.kind === 'callback' || evidence.kind === 'stk_query';
}

function lastQuery(evidence: readonly Evidence[]): StkQueryEvidence | null {
  return evidence.filter((item) => item.kind === 'stk_query').at(-1) ?? null;
}

function isDefinite(read: Read): boolean {
  return resultCodeRule(read.resultCode).proof === 'not_paid';
}

function isAfterPromptLife(
  facts: JudgeFacts,
  read: StkQueryEvidence | TransactionStatusEvidence,
  nowMs: number,
): boolean {
  if (facts.promptedAtMs === null) return false;
  const endMs = facts.promptedAtMs + facts.promptLifeMs;
  return read.atMs >= endMs && nowMs >= endMs;
}

/** The most telling code names the failure: a definite one before an ambiguous one. */
function unpaid(negatives: readonly Read[]): Verdict {
  const read = negatives.find(isDefinite) ?? negatives.at(-1);
  const resultCode = read?.resultCode ?? '';
  const failure = resultCodeRule(resultCode).failure ?? 'provider_error';
  return { kind: 'unpaid', failure, resultCode };
}
