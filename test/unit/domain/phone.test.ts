import { beginPayment } from '../../../domain/payment/payment';
import {
  lookAgainAtMs,
  phoneBusy,
  promptOverAtMs,
  toldNotBeforeMs,
  waitForPhone,
} from '../../../domain/payment/phone';
import { applyPushResult, reservePush } from '../../../domain/payment/push';
import { PAYMENT_TIMING } from '../../../domain/payment/timing';
import { viewOf } from '../../../domain/payment/view';
import { at, createdPayment, CREATED_AT_MS } from './builders';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const RULES = { waitMs: MINUTE_MS, pauseMs: MINUTE_MS, perTenMinutes: 2, perDay: 3 };
const NOW_MS = CREATED_AT_MS;

const promptsAgo = (...minutes: readonly number[]) =>
  minutes.map((ago) => ({ promptedAtMs: NOW_MS - ago * MINUTE_MS, cancelledAtMs: null }));

// Guarantees that a phone is prompted only so often, no matter who asks (M18).
describe('a phone', () => {
  it('is free when nobody prompted it', () => {
    expect(phoneBusy([], RULES, NOW_MS)).toBeNull();
  });

  it('is free while fewer prompts than the most are within ten minutes and a day', () => {
    expect(phoneBusy(promptsAgo(1, 11), RULES, NOW_MS)).toBeNull();
  });

  it('is busy until the second last prompt is ten minutes old', () => {
    const untilMs = NOW_MS + 4 * MINUTE_MS;
    expect(phoneBusy(promptsAgo(6, 2), RULES, NOW_MS)).toEqual({ reason: 'ten_minutes', untilMs });
    expect(phoneBusy(promptsAgo(6, 2), RULES, untilMs - 1)).not.toBeNull();
    expect(phoneBusy(promptsAgo(6, 2), RULES, untilMs)).toBeNull();
  });

  it('is busy until the third last prompt is a day old', () => {
    const busy = phoneBusy(promptsAgo(60, 1439, 30), RULES, NOW_MS);
    expect(busy).toEqual({ reason: 'day', untilMs: NOW_MS + MINUTE_MS });
  });

  it('is left alone for a while after its customer cancelled', () => {
    const cancelledAtMs = NOW_MS - 20 * SECOND_MS;
    const prompt = { promptedAtMs: NOW_MS - MINUTE_MS, cancelledAtMs };
    const untilMs = NOW_MS + 40 * SECOND_MS;
    expect(phoneBusy([prompt], RULES, NOW_MS)).toEqual({ reason: 'customer_cancelled', untilMs });
    expect(phoneBusy([prompt], RULES, untilMs)).toBeNull();
  });

  it('is busy until the last of several reasons has passed', () => {
    const cancelled = { promptedAtMs: NOW_MS - MINUTE_MS, cancelledAtMs: NOW_MS };
    const busy = phoneBusy([...promptsAgo(2), cancelled], RULES, NOW_MS);
    expect(busy).toMatchObject({ reason: 'ten_minutes', untilMs: NOW_MS + 8 * MINUTE_MS });
  });
});

// Guarantees that a phone is given away only when the prompt on it is over for certain (M18).
describe('the prompt of a payment', () => {
  const lifeMs = PAYMENT_TIMING.promptLifeMs;
  const reserved = reservePush(createdPayment(), 'fence', at(NOW_MS + SECOND_MS));

  it('is over its life after Daraja took the push', () => {
    const accepted = {
      kind: 'accepted',
      checkoutRequestId: 'ws',
      merchantRequestId: null,
    } as const;
    const after = applyPushResult(reserved, 'fence', accepted, at(NOW_MS + 2 * SECOND_MS));
    expect(promptOverAtMs(after, PAYMENT_TIMING)).toBe(NOW_MS + 2 * SECOND_MS + lifeMs);
  });

  it('is over its life after the last moment to push, where the answer is lost', () => {
    const after = applyPushResult(reserved, 'fence', { kind: 'unknown' }, at(NOW_MS + SECOND_MS));
    for (const payment of [reserved, after]) {
      expect(promptOverAtMs(payment, PAYMENT_TIMING)).toBe(payment.promptBeforeAtMs + lifeMs);
    }
  });

  it('leaves the phone when the payment is decided or provably prompted nobody', () => {
    const busy = { kind: 'not_sent', errorCode: null, failure: 'provider_busy' } as const;
    const refused = { kind: 'refused', errorCode: '1', failure: 'phone_refused' } as const;
    expect(reserved.holdsPhone).toBe(true);
    for (const result of [busy, refused]) {
      const after = applyPushResult(reserved, 'fence', result, at(NOW_MS + SECOND_MS));
      expect(after.holdsPhone).toBe(false);
    }
  });

  it('keeps the phone while nobody knows what became of it', () => {
    const after = applyPushResult(reserved, 'fence', { kind: 'unknown' }, at(NOW_MS + SECOND_MS));
    expect(after).toMatchObject({ state: 'unresolved', holdsPhone: true });
  });
});

describe('the wait for a phone', () => {
  it('is stated once, and ends before the time for a prompt does', () => {
    const waiting = waitForPhone(createdPayment(), MINUTE_MS, NOW_MS);
    expect(waiting.phoneWaitUntilMs).toBe(NOW_MS + MINUTE_MS);
    expect(waitForPhone(waiting, MINUTE_MS, NOW_MS + SECOND_MS)).toBe(waiting);
    const late = waitForPhone(createdPayment(), MINUTE_MS, NOW_MS + 100 * SECOND_MS);
    expect(late.phoneWaitUntilMs).toBeLessThan(late.promptBeforeAtMs);
  });

  it('is shown while the payment is created, and not after its prompt is on the way', () => {
    const waiting = waitForPhone(createdPayment(), MINUTE_MS, NOW_MS);
    const until = new Date(NOW_MS + MINUTE_MS).toISOString();
    expect(viewOf(beginPayment(createdPayment())).waiting).toBeNull();
    expect(viewOf(waiting).waiting).toEqual({ for: 'phone', until });
    expect(viewOf(reservePush(waiting, 'fence', at(NOW_MS))).waiting).toBeNull();
  });

  it('looks ever more rarely, and for the last time when it ends', () => {
    const untilMs = NOW_MS + MINUTE_MS;
    const looks: number[] = [];
    for (let nowMs = NOW_MS; nowMs < untilMs; nowMs = looks.at(-1) ?? untilMs) {
      looks.push(lookAgainAtMs(NOW_MS, untilMs, nowMs));
    }
    expect(looks[0]).toBe(NOW_MS + SECOND_MS);
    expect(looks.at(-1)).toBe(untilMs);
    expect(looks.length).toBeLessThan(20);
  });
});

// Guarantees that the time which is told says no moment of somebody else's prompt (A65).
it('tells when to ask again in whole minutes, and never a time that has passed', () => {
  for (const untilMs of [0, NOW_MS - 1, NOW_MS, NOW_MS + 1, NOW_MS + 61_234]) {
    const toldMs = toldNotBeforeMs(untilMs, NOW_MS);
    expect(toldMs % MINUTE_MS).toBe(0);
    expect(toldMs).toBeGreaterThan(NOW_MS);
    expect(toldMs).toBeGreaterThanOrEqual(untilMs);
  }
});
