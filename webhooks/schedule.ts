// When an event that an endpoint did not take is sent again. Pure: the activities ask it, and
// Temporal waits. The delays are the example schedule of Standard Webhooks 1.0.0, some 75 hours in
// all; another wait is another number in the list.

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
const FIRST_DELAY_MS = 5 * SECOND_MS;
const LATER_DELAYS_MS: readonly number[] = [
  300 * SECOND_MS,
  1800 * SECOND_MS,
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR_MS),
];

/**
 * How long to wait after the first try.
 * @param retryAfterMs the wait that the endpoint asked for, or null; it can only lengthen ours
 */
export function firstRetryDelayMs(retryAfterMs: number | null): number {
  return Math.max(FIRST_DELAY_MS, retryAfterMs ?? 0);
}

/**
 * How long to wait after a later try, or null when there is none left.
 * @param tries how many of the later tries have failed, from one
 * @param retryAfterMs the wait that the endpoint asked for, or null; it can only lengthen ours
 */
export function laterRetryDelayMs(tries: number, retryAfterMs: number | null): number | null {
  const delayMs = LATER_DELAYS_MS[tries - 1];
  return delayMs === undefined ? null : Math.max(delayMs, retryAfterMs ?? 0);
}
