import { firstRetryDelayMs, laterRetryDelayMs } from '../../../webhooks/schedule';

const HOUR_MS = 3_600_000;

describe('the schedule of webhooks', () => {
  // Guarantees that a merchant whose endpoint is unavailable for three days is still told.
  it('spreads nine more tries over 75 hours, and then ends', () => {
    const delaysMs = [firstRetryDelayMs(null)];
    for (let tries = 1; ; tries += 1) {
      const delayMs = laterRetryDelayMs(tries, null);
      if (delayMs === null) break;
      delaysMs.push(delayMs);
    }
    expect(delaysMs.slice(0, 4)).toEqual([5_000, 300_000, 1_800_000, 2 * HOUR_MS]);
    expect(delaysMs).toHaveLength(9);
    const totalMs = delaysMs.reduce((sum, delayMs) => sum + delayMs, 0);
    expect(Math.floor(totalMs / HOUR_MS)).toBe(75);
  });

  it('waits longer when the endpoint asks for it, never shorter', () => {
    expect(firstRetryDelayMs(9_000)).toBe(9_000);
    expect(firstRetryDelayMs(1)).toBe(5_000);
    expect(laterRetryDelayMs(1, HOUR_MS)).toBe(HOUR_MS);
    expect(laterRetryDelayMs(3, 1)).toBe(2 * HOUR_MS);
  });

  it('ends after its last try, whatever the endpoint asks for', () => {
    expect(laterRetryDelayMs(9, HOUR_MS)).toBeNull();
  });
});
