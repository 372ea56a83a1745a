/*
 * When the sweeper looks at a payment that nobody else may be looking after: its start was lost,
 * its workflow is gone, or an event was never told. Pure: the store keeps the time that comes out.
 */
import { isOpen } from './state';
import type { Payment } from './payment';

/** A start takes well under a second; the customer is there for two minutes. */
const NEW_AFTER_MS = 30_000;
/** A happy payment is over by then, so that a healthy system has nothing to look at. */
const OPEN_AFTER_MS = 300_000;
/** A workflow that was found running is not looked for again so soon. */
const RUNNING_NEW_MS = 60_000;
const RUNNING_MS = 3_600_000;
/** Beyond the last question to Safaricom only a person decides, and no workflow is needed. */
const PERSON_AFTER_MS = 48 * 3_600_000;

/** Whether a workflow has anything left to do about it: to find out, or to tell. */
export function isUnfinished({ state, needsAttention, events }: Payment): boolean {
  return isOpen(state) || needsAttention || hasUntold(events);
}

/** When to look whether a new payment has been started. */
export function firstSweepAtMs({ createdAtMs }: Payment): number {
  return createdAtMs + NEW_AFTER_MS;
}

/**
 * The new time to look that a change brings, null to leave the one that is. It is never taken away
 * here: a callback may have asked for a look meanwhile, so the sweeper looks once and ends it.
 * `created` ends once in a payment's life, so that the index is touched a few times only.
 */
export function sweepChange(before: Payment, after: Payment, nowMs: number): number | null {
  if (!isUnfinished(after)) return null;
  const isBegun = before.state === 'created' && after.state !== 'created';
  return isBegun || !isOpen(after.state) ? nowMs + OPEN_AFTER_MS : null;
}

/** When to look whether an event that is to be sent again has been. */
export function resentSweepAtMs(nowMs: number): number {
  return nowMs + OPEN_AFTER_MS;
}

/** When to look again at a payment whose workflow runs now; null for never. */
export function sweepAgainAtMs(payment: Payment, nowMs: number): number | null {
  if (!isUnfinished(payment)) return null;
  if (payment.state === 'created') return nowMs + RUNNING_NEW_MS;
  const sinceMs = nowMs - (payment.verdictAtMs ?? payment.createdAtMs);
  const isForPerson = !isOpen(payment.state) || payment.state === 'needs_review';
  if (isForPerson && !hasUntold(payment.events) && sinceMs > PERSON_AFTER_MS) return null;
  return nowMs + RUNNING_MS;
}

function hasUntold(events: Payment['events']): boolean {
  return events.some(({ status }) => status === 'pending');
}
