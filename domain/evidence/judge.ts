import { isHigherGrade, type Evidence, type Grade } from './evidence';
import { disagreementOf, undenied } from './disagreement';
import { deniesPayment, isDefinite, isFinal, isRead, lastQuery, type Read } from './denials';
import { isPaidCallback, sightings, soundSightings, type Prompt, type Sighting } from './sightings';
import type { FailureCode } from '../values/failures';
import type { AmountCents } from '../values/money';
import type { Receipt } from '../values/receipt';
import { resultCodeRule } from './resultCodes';
import type { ShortcodeNumber } from '../values/shortcode';
import type { StkQueryEvidence, TransactionStatusEvidence } from './evidence';

/** What the evidence is held against. */
export interface JudgeFacts extends Prompt {
  readonly amountCents: AmountCents;
  readonly shortcode: ShortcodeNumber;
  /** The till that is paid where the shortcode is its store; M-Pesa then names either of them. */
  readonly till?: ShortcodeNumber | null;
  /** How long a prompt may still be answered. */
  readonly promptLifeMs: number;
  /** From the end of the prompt's life: when a definite callback stands where no query answers. */
  readonly definiteAloneAfterMs: number;
  /** Sums up to this may succeed on a callback alone; 0 means that none may. */
  readonly corroborateAboveCents: AmountCents;
  /** Whether Transaction Status can be asked for this shortcode (it needs an initiator). */
  readonly canAskStatus: boolean;
  /** Daraja has just answered STK Query with an error and not with an outcome. */
  readonly isQueryRefused?: boolean;
}

export type Conflict =
  | 'amount_differs'
  | 'shortcode_differs'
  | 'two_receipts'
  | 'receipt_taken'
  | 'sighting_denied_by_query'
  | 'sources_disagree';

export type OpenReason =
  | 'no_evidence'
  | 'unverified_callback'
  | 'denied_sighting'
  | 'sources_disagree'
  | 'not_final'
  | 'unknown_code';

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
 * equal; a callback alone is enough only up to the merchant's own limit. Where two of Safaricom's
 * own words disagree, neither is believed alone. A success is never downgraded by a negative query.
 * Refusal needs two reads that agree, and for all but a callback confirmed by a query, the prompt's
 * life to be over.
 */
export function judge(facts: JudgeFacts, evidence: readonly Evidence[], nowMs: number): Verdict {
  const conflict = conflictOf(facts, sightings(evidence));
  if (conflict) return { kind: 'conflict', conflict };
  const sound = soundSightings(evidence, facts);
  const best = sound.reduce<Sighting | null>(
    (top, seen) => (isHigherGrade(seen.grade, top?.grade ?? null) ? seen : top),
    null,
  );
  if (best && best.grade !== 'reported') {
    const disagreement = disagreementOf(facts, evidence, sound);
    if (disagreement) return disagreement;
    return { kind: 'paid', grade: best.grade, receipt: receiptOf(undenied(sound, evidence)) };
  }
  if (best) return judgeReported(facts, evidence, nowMs);
  // A sighting on which no success may rest still forbids to say that nobody paid.
  if (sightings(evidence).length > 0) return { kind: 'open', reason: 'not_final' };
  return judgeUnpaid(facts, evidence, nowMs);
}

function receiptOf(seen: readonly Sighting[]): Receipt | null {
  return seen.find(({ receipt }) => receipt !== null)?.receipt ?? null;
}

function conflictOf(facts: JudgeFacts, seen: readonly Sighting[]): Conflict | null {
  if (seen.some((s) => s.amountCents !== null && s.amountCents !== facts.amountCents)) {
    return 'amount_differs';
  }
  const own = [null, facts.shortcode, facts.till];
  if (seen.some((s) => !own.includes(s.shortcode))) return 'shortcode_differs';
  const receipts = new Set(seen.flatMap((s) => (s.receipt === null ? [] : [s.receipt])));
  return receipts.size > 1 ? 'two_receipts' : null;
}

/** A callback says paid and nothing else does yet. */
function judgeReported(facts: JudgeFacts, evidence: readonly Evidence[], nowMs: number): Verdict {
  const denials = evidence.filter(deniesPayment);
  const complete = sightings(evidence).some((seen) => seen.amountCents && seen.receipt);
  if (denials.length === 0 && complete && facts.amountCents <= facts.corroborateAboveCents) {
    return { kind: 'paid', grade: 'reported', receipt: receiptOf(sightings(evidence)) };
  }
  // A denial from before the callback does not answer it: nobody had paid yet when it was read.
  const seenAtMs = lastSightingAtMs(evidence);
  const query = lastQuery(evidence);
  if (query === null || !deniesPayment(query) || query.atMs < seenAtMs) {
    return { kind: 'open', reason: 'unverified_callback' };
  }
  // Only Transaction Status can break a tie with the query; when it has spoken too, or cannot be
  // asked for this shortcode and the query has had time to catch up, a person must.
  const isTold = evidence.some((e) => e.kind === 'transaction_status' && isLastWord(facts, e));
  const hasCaughtUp = query.atMs >= seenAtMs + facts.promptLifeMs;
  const isMute = !facts.canAskStatus && hasCaughtUp && isAfterPromptLife(facts, query, nowMs);
  return isTold || isMute
    ? { kind: 'conflict', conflict: 'sighting_denied_by_query' }
    : { kind: 'open', reason: 'denied_sighting' };
}

/** When a callback last said that somebody had paid. */
function lastSightingAtMs(evidence: readonly Evidence[]): number {
  return Math.max(...evidence.filter((item) => isPaidCallback(item)).map(({ atMs }) => atMs));
}

/** A final status; or, once the prompt can no longer be paid, that the receipt is not known. */
function isLastWord(facts: JudgeFacts, status: TransactionStatusEvidence): boolean {
  if (status.isForeign === true) return false;
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
    const alone = standsAlone(facts, reads, nowMs);
    if (alone) return unpaid(alone);
    const known = resultCodeRule(latest.resultCode).proof !== 'nothing';
    return { kind: 'open', reason: known ? 'unverified_callback' : 'unknown_code' };
  }
  if (resultCodeRule(query.resultCode).proof === 'nothing') {
    return { kind: 'open', reason: 'unknown_code' };
  }
  const negatives = reads.filter(deniesPayment);
  const confirmed =
    isDefinite(query) && negatives.some((read) => read.kind === 'callback' && isDefinite(read));
  // What a query said while the prompt was alive is "nobody yet", which decides nothing.
  const final = negatives.filter(
    (read) => read.kind === 'callback' || isAfterPromptLife(facts, read, nowMs),
  );
  const agreed = deniesPayment(query) && final.includes(query) && final.length >= 2;
  return confirmed || agreed ? unpaid(negatives) : { kind: 'open', reason: 'not_final' };
}

/**
 * Where STK Query answers with an error for good, a cancelled payment would hold its reference to
 * the horizon. Long after the prompt could last be paid, and while nobody says that money moved, a
 * definite refusal with the true token is then believed; a late success can still correct it.
 */
function standsAlone(facts: JudgeFacts, reads: readonly Read[], nowMs: number): Read[] | null {
  const { promptedAtMs, promptLifeMs, definiteAloneAfterMs, isQueryRefused = false } = facts;
  if (!isQueryRefused || promptedAtMs === null) return null;
  if (nowMs < promptedAtMs + promptLifeMs + definiteAloneAfterMs) return null;
  return reads.length > 0 && reads.every(isDefinite) ? [...reads] : null;
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
