import type { Evidence } from '../../../domain/evidence/evidence';
import type { OpenReason, Verdict } from '../../../domain/evidence/judge';
import type { Payment } from '../../../domain/payment/payment';
import { applyPushResult } from '../../../domain/payment/push';
import { nextRead, NOTHING_ASKED } from '../../../domain/payment/readPlan';
import { PAYMENT_TIMING, scaleTiming } from '../../../domain/payment/timing';
import { PUSH, at, callback, createdPayment, PROMPTED_AT_MS, query } from './builders';
import { reservedPayment, promptedPayment } from './promptedPayment';

const { callbackTimeoutMs, promptLifeMs, laterReadsMs, horizonMs } = PAYMENT_TIMING;
const HORIZON_AT_MS = PROMPTED_AT_MS + horizonMs;

function open(reason: OpenReason): Verdict {
  return { kind: 'open', reason };
}

interface Moment {
  readonly nowMs: number;
  /** When STK Query was last asked, and the inbox last looked in. */
  readonly lastReadAtMs?: number | null;
  readonly statusAtMs?: number | null;
  readonly canAskStatus?: boolean;
}

function next(payment: Payment, reason: OpenReason, moment: Moment) {
  return nextRead(payment, open(reason), {
    timing: PAYMENT_TIMING,
    canAskStatus: moment.canAskStatus ?? true,
    nowMs: moment.nowMs,
    asked: {
      stk_query: moment.lastReadAtMs ?? null,
      inbox: moment.lastReadAtMs ?? null,
      transaction_status: moment.statusAtMs ?? null,
    },
  });
}

function withEvidence(...evidence: Evidence[]): Payment {
  return { ...promptedPayment(), evidence };
}

describe('the plan of reads', () => {
  // Guarantees that no state makes the workflow spin: past the horizon there is nothing to ask.
  it.each(['awaiting_customer', 'verifying', 'unresolved', 'succeeded', 'failed'] as const)(
    'has an end for %s, even where nobody ever answers',
    (state) => {
      const payment = { ...withEvidence(callback('0'), query('1032')), state };
      for (const reason of ['unverified_callback', 'denied_sighting'] as const) {
        const moment = { nowMs: HORIZON_AT_MS, lastReadAtMs: HORIZON_AT_MS };
        expect(next(payment, reason, moment)).toBeNull();
      }
    },
  );

  it('always moves on: each read lies after the one before', () => {
    const payment = promptedPayment();
    const times: number[] = [];
    let lastReadAtMs: number | null = null;
    for (let round = 0; round < 50; round += 1) {
      const nowMs = lastReadAtMs ?? PROMPTED_AT_MS;
      const read = next(payment, 'no_evidence', { nowMs, lastReadAtMs });
      if (read === null) break;
      times.push(read.atMs - PROMPTED_AT_MS);
      lastReadAtMs = read.atMs;
    }
    expect(times).toEqual([
      callbackTimeoutMs,
      promptLifeMs,
      ...laterReadsMs.map((ms) => promptLifeMs + ms),
      horizonMs,
    ]);
  });

  it('asks nothing of a payment that is decided or that a person has', () => {
    const moment = { timing: PAYMENT_TIMING, canAskStatus: true, nowMs: 0, asked: NOTHING_ASKED };
    const paid: Verdict = { kind: 'paid', grade: 'corroborated', receipt: null };
    expect(nextRead(promptedPayment(), paid, moment)).toBeNull();
    const review = { ...promptedPayment(), state: 'needs_review' as const };
    expect(next(review, 'denied_sighting', { nowMs: PROMPTED_AT_MS })).toBeNull();
  });

  it('without a CheckoutRequestID looks in the inbox at the regular times (F2, F32)', () => {
    const lost = applyPushResult(
      reservedPayment(),
      PUSH.callbackTokenHash,
      { kind: 'unknown' },
      at(PROMPTED_AT_MS),
    );
    const first = PROMPTED_AT_MS + callbackTimeoutMs;
    const read = next(lost, 'no_evidence', { nowMs: PROMPTED_AT_MS + 1 });
    expect(read).toEqual({ read: 'inbox', atMs: first });
    const again = next(lost, 'no_evidence', { nowMs: first, lastReadAtMs: first });
    expect(again).toEqual({ read: 'inbox', atMs: PROMPTED_AT_MS + promptLifeMs });
    const over = { nowMs: HORIZON_AT_MS, lastReadAtMs: HORIZON_AT_MS };
    expect(next(lost, 'no_evidence', over)).toBeNull();
  });

  it('asks at once when a callback came, and once only', () => {
    const payment = withEvidence(callback('0'));
    const nowMs = PROMPTED_AT_MS + 15_001;
    const canAskStatus = false;
    const first = next(payment, 'unverified_callback', { nowMs, canAskStatus });
    expect(first).toEqual({ read: 'stk_query', atMs: nowMs });
    const asked = { nowMs, canAskStatus, lastReadAtMs: nowMs };
    const second = next(payment, 'unverified_callback', asked);
    expect(second?.atMs).toBe(PROMPTED_AT_MS + callbackTimeoutMs);
  });

  // Guarantees that money which moves days later is found, though the first answer is none (F14).
  it('gives a callback from after the horizon a plan of its own, for a person too', () => {
    for (const state of ['failed', 'needs_review'] as const) {
      const atMs = HORIZON_AT_MS + 5_000;
      const payment = { ...withEvidence(callback('0', { atMs })), state };
      const asked = { nowMs: atMs + 1, lastReadAtMs: atMs + 1, canAskStatus: false };
      expect(next(payment, 'unverified_callback', asked)).toEqual({
        read: 'stk_query',
        atMs: atMs + callbackTimeoutMs,
      });
      const over = { nowMs: atMs + horizonMs, lastReadAtMs: atMs + 1 };
      expect(next(payment, 'unverified_callback', over)).toBeNull();
    }
  });

  // Guarantees that one question decides what a query that never ends cannot, and that it is asked
  // once after each query, never without end.
  it('asks for the status of a named receipt once the query has had its try', () => {
    const payment = withEvidence(callback('0'));
    const nowMs = PROMPTED_AT_MS + 15_001;
    const due = next(payment, 'unverified_callback', { nowMs, lastReadAtMs: nowMs });
    expect(due).toEqual({ read: 'transaction_status', atMs: nowMs });
    const asked = { nowMs: nowMs + 1, lastReadAtMs: nowMs, statusAtMs: nowMs };
    expect(next(payment, 'unverified_callback', asked)?.read).toBe('stk_query');
    const nameless = withEvidence(callback('0', { receipt: null }));
    const without = next(nameless, 'unverified_callback', { nowMs, lastReadAtMs: nowMs });
    expect(without?.read).toBe('stk_query');
  });

  it('asks for the status where no query can be asked at all', () => {
    const payment = withEvidence(callback('0'));
    const lost = { ...payment, push: { ...PUSH, status: 'unknown', checkoutRequestId: null } };
    const nowMs = PROMPTED_AT_MS + 15_001;
    const read = next(lost as Payment, 'unverified_callback', { nowMs });
    expect(read).toEqual({ read: 'transaction_status', atMs: nowMs });
  });

  // Guarantees that a payment which its evidence contradicts is asked about to the horizon: the
  // query may say tomorrow what it denied today.
  it.each(['needs_review', 'failed', 'succeeded'] as const)(
    'goes on asking within the horizon about a %s that the evidence contradicts',
    (state) => {
      const payment = { ...withEvidence(callback('0'), query('1032')), state };
      const nowMs = PROMPTED_AT_MS + promptLifeMs + 1;
      const context = {
        timing: PAYMENT_TIMING,
        canAskStatus: false,
        nowMs,
        asked: { ...NOTHING_ASKED, stk_query: nowMs },
      };
      const denied: Verdict = { kind: 'conflict', conflict: 'sighting_denied_by_query' };
      const first = laterReadsMs[0] ?? 0;
      const expected = { read: 'stk_query', atMs: PROMPTED_AT_MS + promptLifeMs + first };
      expect(nextRead(payment, denied, context)).toEqual(expected);
      expect(nextRead(payment, denied, { ...context, nowMs: HORIZON_AT_MS })).toBeNull();
    },
  );

  it('breaks a tie by Transaction Status, or by a further query where that cannot be asked', () => {
    const payment = withEvidence(callback('0'), query('1032'));
    const nowMs = PROMPTED_AT_MS + 21_000;
    const asked = { nowMs, lastReadAtMs: PROMPTED_AT_MS + 19_000 };
    expect(next(payment, 'denied_sighting', asked)).toEqual({
      read: 'transaction_status',
      atMs: nowMs,
    });
    const without = next(payment, 'denied_sighting', { ...asked, canAskStatus: false });
    expect(without?.read).toBe('stk_query');
  });

  it('asks nothing of a payment that was never prompted', () => {
    expect(next(createdPayment(), 'no_evidence', { nowMs: PROMPTED_AT_MS })).toBeNull();
  });
});

describe('timing', () => {
  it('keeps a prompt open for three minutes and asks ever more rarely', () => {
    expect(promptLifeMs).toBeGreaterThanOrEqual(180_000);
    expect(callbackTimeoutMs).toBeLessThan(promptLifeMs);
    expect([...laterReadsMs].sort((a, b) => a - b)).toEqual(laterReadsMs);
    expect(promptLifeMs + (laterReadsMs.at(-1) ?? 0)).toBeLessThan(horizonMs);
  });

  it('scales everything but the time within which a prompt must leave', () => {
    const scaled = scaleTiming(PAYMENT_TIMING, 0.1);
    expect(scaled.promptWithinMs).toBe(PAYMENT_TIMING.promptWithinMs);
    expect(scaled.promptLifeMs).toBeCloseTo(promptLifeMs / 10);
    expect(scaled.laterReadsMs).toHaveLength(laterReadsMs.length);
    expect(scaled.horizonMs).toBeCloseTo(horizonMs / 10);
  });
});
