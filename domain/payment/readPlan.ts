import type { Verdict } from '../evidence/judge';
import { openReceipt } from '../evidence/operatorReceipt';
import { isPaidCallback, sightings } from '../evidence/sightings';
import { promptedAtMs, type Payment } from './payment';
import { isOpen } from './state';
import type { PaymentTiming } from './timing';

/** Where the next word about a payment may come from. */
export type Source = 'stk_query' | 'transaction_status' | 'inbox';

/** When each source was last asked in this run, answered or not; null where it was not. */
export type Asked = Readonly<Record<Source, number | null>>;

export const NOTHING_ASKED: Asked = { stk_query: null, transaction_status: null, inbox: null };

/** What to do next about a payment that is not decided. */
export interface NextRead {
  /** Without a CheckoutRequestID there is nothing to ask Safaricom by: only the inbox is left. */
  readonly read: Source;
  readonly atMs: number;
}

interface ReadContext {
  readonly timing: PaymentTiming;
  readonly canAskStatus: boolean;
  readonly nowMs: number;
  readonly asked: Asked;
}

/**
 * The next question to Safaricom, or null when nothing is left to find out. It is asked about
 * payments whose outcome is open, and, within the horizon, about those whose decision the evidence
 * contradicts.
 */
export function nextRead(
  payment: Payment,
  verdict: Verdict,
  context: ReadContext,
): NextRead | null {
  const { nowMs, asked } = context;
  // A receipt that an operator saw is asked about once, whatever the state and however late.
  if (openReceipt(payment.evidence) && isStatusDue(payment, context)) {
    return { read: 'transaction_status', atMs: nowMs };
  }
  if (isClosed(payment, verdict)) return null;
  const startMs = planStartMs(payment, context.timing);
  if (nowMs >= startMs + context.timing.horizonMs) return null;
  if (isStatusDue(payment, context)) return { read: 'transaction_status', atMs: nowMs };
  if (payment.push?.checkoutRequestId == null) {
    return { read: 'inbox', atMs: regularAtMs(startMs, asked.inbox, context) };
  }
  const isUrgent = isUnanswered(payment, asked.stk_query);
  const regularMs = regularAtMs(startMs, asked.stk_query, context);
  return { read: 'stk_query', atMs: isUrgent ? nowMs : regularMs };
}

/** The first regular moment after the last read, or now where that has passed. */
function regularAtMs(
  startMs: number,
  lastReadAtMs: number | null,
  { timing, nowMs }: ReadContext,
): number {
  const sinceMs = lastReadAtMs ?? 0;
  const next = readTimes(timing).find((ms) => startMs + ms > sinceMs);
  return Math.max(startMs + (next ?? timing.horizonMs), nowMs);
}

/** The plan runs from the prompt; a callback from after its horizon is given a plan of its own. */
function planStartMs(payment: Payment, timing: PaymentTiming): number {
  const startMs = promptedAtMs(payment) ?? payment.createdAtMs;
  const late = payment.evidence.filter(
    (item) => isPaidCallback(item) && item.atMs >= startMs + timing.horizonMs,
  );
  return late.at(-1)?.atMs ?? startMs;
}

/** Not prompted yet, or decided with nothing that contradicts the decision. */
function isClosed({ state, evidence }: Payment, verdict: Verdict): boolean {
  if (state === 'created' || verdict.kind === 'paid' || verdict.kind === 'unpaid') return true;
  if (verdict.kind === 'conflict') return false;
  const isWaitedFor = isOpen(state) && state !== 'needs_review';
  return !isWaitedFor && sightings(evidence).length === 0;
}

/** A callback about which nothing has been asked since it came wants its answer at once. */
function isUnanswered({ evidence }: Payment, lastReadAtMs: number | null): boolean {
  const latest = evidence
    .filter(({ kind }) => kind === 'callback' || kind === 'unreadable_callback')
    .at(-1);
  return latest !== undefined && (lastReadAtMs === null || latest.atMs > lastReadAtMs);
}

/**
 * Whether Transaction Status could say what the query has not: a callback or an operator named a
 * receipt, and the query was asked about it, or cannot be. After each query it is asked once.
 */
function isStatusDue({ evidence, push }: Payment, { canAskStatus, asked }: ReadContext): boolean {
  const named = evidence.filter(
    (item) => item.kind === 'callback' && item.receipt !== null && isPaidCallback(item),
  );
  const latest = openReceipt(evidence) ?? named.at(-1);
  if (!canAskStatus || latest === undefined) return false;
  const canQuery = push?.checkoutRequestId != null;
  const { stk_query: queriedAtMs, transaction_status: statusAtMs, inbox: lookedAtMs } = asked;
  const triedAtMs = canQuery ? queriedAtMs : (lookedAtMs ?? latest.atMs);
  const isTried = triedAtMs !== null && triedAtMs >= latest.atMs;
  return isTried && (statusAtMs === null || statusAtMs < triedAtMs);
}

/** Moments of the regular reads, from the prompt, ending at the horizon. */
function readTimes(timing: PaymentTiming): number[] {
  const later = timing.laterReadsMs.map((ms) => timing.promptLifeMs + ms);
  return [timing.callbackTimeoutMs, timing.promptLifeMs, ...later, timing.horizonMs];
}
