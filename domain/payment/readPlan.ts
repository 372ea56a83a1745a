import type { Evidence } from '../evidence/evidence';
import { currentAttempt, promptedAtMs, type Payment } from './payment';
import { isOpen } from './state';
import type { PaymentTiming } from './timing';
import type { Verdict } from '../evidence/judge';
import { isClaim, moneyClaims } from '../evidence/sightings';

/** What to do next about a payment that is not decided. */
export interface NextRead {
  /** Without a CheckoutRequestID there is nothing to ask Safaricom by: only the inbox is left. */
  readonly read: 'stk_query' | 'transaction_status' | 'inbox';
  readonly atMs: number;
}

interface ReadContext {
  readonly timing: PaymentTiming;
  readonly canAskStatus: boolean;
  readonly nowMs: number;
  /** When Safaricom was last asked, answered or not; null when not yet in this run. */
  readonly lastReadAtMs: number | null;
}

/** The next question to Safaricom, or null when the payment is decided or a person has it. */
export function nextRead(
  payment: Payment,
  verdict: Verdict,
  context: ReadContext,
): NextRead | null {
  if (verdict.kind !== 'open' || isClosed(payment)) return null;
  const startMs = planStartMs(payment, context.timing);
  const horizonAtMs = startMs + context.timing.horizonMs;
  if (context.nowMs >= horizonAtMs) return null;
  const canQuery = currentAttempt(payment)?.checkoutRequestId != null;
  if (!canQuery) return { read: 'inbox', atMs: regularAtMs(startMs, context) };
  const askStatus = verdict.reason === 'denied_claim' && context.canAskStatus;
  const read = askStatus ? 'transaction_status' : 'stk_query';
  if (isUrgent(payment.evidence, read, context.lastReadAtMs)) {
    return { read, atMs: context.nowMs };
  }
  return { read, atMs: regularAtMs(startMs, context) };
}

/** The first regular moment after the last read, or now where that has passed. */
function regularAtMs(startMs: number, { timing, nowMs, lastReadAtMs }: ReadContext): number {
  const sinceMs = lastReadAtMs ?? 0;
  const next = readTimes(timing).find((ms) => startMs + ms > sinceMs);
  return Math.max(startMs + (next ?? timing.horizonMs), nowMs);
}

/** The plan runs from the prompt; a claim from after its horizon is given a plan of its own. */
function planStartMs(payment: Payment, timing: PaymentTiming): number {
  const startMs = promptedAtMs(payment) ?? payment.createdAtMs;
  const late = payment.evidence.filter(
    (item) => isClaim(item) && item.atMs >= startMs + timing.horizonMs,
  );
  return late.at(-1)?.atMs ?? startMs;
}

/** Nothing to find out: not prompted yet, or decided or with a person and no claim against it. */
function isClosed({ state, evidence }: Payment): boolean {
  if (state === 'created') return true;
  const isWaitedFor = isOpen(state) && state !== 'needs_review';
  return !isWaitedFor && moneyClaims(evidence).length === 0;
}

/** A claim that nothing has been asked about since it came wants its answer at once. */
function isUrgent(
  evidence: readonly Evidence[],
  read: 'stk_query' | 'transaction_status',
  lastReadAtMs: number | null,
): boolean {
  const trigger = read === 'stk_query' ? 'callback' : 'stk_query';
  const latest = evidence.filter((item) => item.kind === trigger).at(-1);
  if (latest === undefined || lastReadAtMs === null) return latest !== undefined;
  // A denial by query is itself the last read; it is what Transaction Status is asked about.
  return read === 'stk_query' ? latest.atMs > lastReadAtMs : latest.atMs >= lastReadAtMs;
}

/** Moments of the regular reads, from the prompt, ending at the horizon. */
function readTimes(timing: PaymentTiming): number[] {
  const later = timing.laterReadsMs.map((ms) => timing.promptLifeMs + ms);
  return [timing.callbackTimeoutMs, timing.promptLifeMs, ...later, timing.horizonMs];
}
