/*
 * A phone over all merchants: at most one prompt is open on it, and it is not prompted too
 * often. A payment holds its phone from the reservation of its push until its outcome is known or
 * its prompt is certainly over. Pure: a unique index of the store keeps the hold.
 */
import { promptedAtMs, type Payment } from './payment';
import type { PaymentTiming } from './timing';

/** How much a phone is spared, over all merchants. */
export interface PhoneRules {
  /** How long a payment waits for a phone on which another prompt is open. */
  readonly waitMs: number;
  /** How long a phone is left alone after its customer cancelled a prompt. */
  readonly pauseMs: number;
  readonly perTenMinutes: number;
  readonly perDay: number;
}

/** Why a phone is not prompted now, for operators; merchants are told only that it is not. */
export type BusyReason = 'prompt_open' | 'customer_cancelled' | 'ten_minutes' | 'day';

/** One earlier prompt on a phone. */
export interface PhonePrompt {
  readonly promptedAtMs: number;
  /** When it was proven that the customer cancelled it, else null. */
  readonly cancelledAtMs: number | null;
}

const MINUTE_MS = 60_000;
const TEN_MINUTES_MS = 10 * MINUTE_MS;
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** A wait ends this long before the time for a prompt does, so that it can end as a wait. */
const LAST_LOOK_MS = 5_000;
const SHORTEST_LOOK_MS = 1_000;
const LONGEST_LOOK_MS = 5_000;

/**
 * When the prompt of a payment is over for certain, whatever became of it. A push without a sure
 * answer may have been held up until the last moment at which one may leave.
 */
export function promptOverAtMs(payment: Payment, { promptLifeMs }: PaymentTiming): number {
  const { push, promptBeforeAtMs } = payment;
  const startMs = promptedAtMs(payment);
  if (push === null || startMs === null) return 0;
  const latestMs = push.status === 'accepted' ? startMs : Math.max(startMs, promptBeforeAtMs);
  return latestMs + promptLifeMs;
}

/** The payment without its phone: a prompt that is over keeps nobody else's away. */
export function releasePhone(payment: Payment): Payment {
  return { ...payment, holdsPhone: false };
}

/** The payment with the end of its wait: stated when the wait begins, and never moved. */
export function waitForPhone(payment: Payment, waitMs: number, nowMs: number): Payment {
  if (payment.phoneWaitUntilMs !== null) return payment;
  const lastMs = payment.promptBeforeAtMs - LAST_LOOK_MS;
  return { ...payment, phoneWaitUntilMs: Math.max(nowMs, Math.min(nowMs + waitMs, lastMs)) };
}

/** When to look at the phone again: soon at first, ever more rarely, and when the wait ends. */
export function lookAgainAtMs(createdAtMs: number, waitUntilMs: number, nowMs: number): number {
  const growingMs = (nowMs - createdAtMs) / 2;
  const pauseMs = Math.min(Math.max(growingMs, SHORTEST_LOOK_MS), LONGEST_LOOK_MS);
  return Math.min(nowMs + pauseMs, waitUntilMs);
}

/** What forbids the next prompt for longest, or null where it may go. */
export function phoneBusy(
  prompts: readonly PhonePrompt[],
  rules: PhoneRules,
  nowMs: number,
): { readonly reason: BusyReason; readonly untilMs: number } | null {
  const times = prompts.map((prompt) => prompt.promptedAtMs).sort((a, b) => b - a);
  const cancelled = prompts.flatMap(({ cancelledAtMs }) => cancelledAtMs ?? []);
  const ends: { reason: BusyReason; untilMs: number }[] = [
    { reason: 'day', untilMs: windowEnd(times, rules.perDay, DAY_MS) },
    { reason: 'ten_minutes', untilMs: windowEnd(times, rules.perTenMinutes, TEN_MINUTES_MS) },
    { reason: 'customer_cancelled', untilMs: Math.max(0, ...cancelled) + rules.pauseMs },
  ];
  const [longest] = ends.sort((a, b) => b.untilMs - a.untilMs);
  return longest !== undefined && longest.untilMs > nowMs ? longest : null;
}

/** When the last `most` prompts are no longer all within the window. */
function windowEnd(newestFirst: readonly number[], most: number, windowMs: number): number {
  const oldest = newestFirst[most - 1];
  return oldest === undefined ? 0 : oldest + windowMs;
}

/** Told in whole minutes, so that it does not say when somebody else's prompt was shown. */
export function toldNotBeforeMs(untilMs: number, nowMs: number): number {
  return Math.ceil(Math.max(untilMs, nowMs + 1) / MINUTE_MS) * MINUTE_MS;
}
