import { judge } from '../../../domain/evidence/judge';
import type { Payment } from '../../../domain/payment/payment';
import { applyPushResult, type PushResult } from '../../../domain/payment/push';
import { parseResultCode } from '../../../domain/evidence/resultCodes';
import { decidePayment } from '../../../domain/payment/decide';
import { PAYMENT_TIMING } from '../../../domain/payment/timing';
import {
  AMOUNT_CENTS,
  PUSH,
  callback,
  at,
  contextWith,
  FACTS,
  moneySeen,
  PROMPTED_AT_MS as T,
  query,
  RECEIPT,
  status,
} from './builders';
import { reservedPayment, promptedPayment } from './promptedPayment';

/* Each of these was once wrong: what comes late, out of order or half readable. */

const push = (payment: Payment, result: PushResult) =>
  applyPushResult(payment, PUSH.callbackTokenHash, result, at(T));

// Guarantees that a small sum is believed on one whole callback, not on parts of two.
it('does not complete a paid callback with the amount and receipt of another', () => {
  const facts = { ...FACTS, corroborateAboveCents: AMOUNT_CENTS };
  const bare = callback('0', { amountCents: null, receipt: null });
  const odd = callback('7777', { amountCents: AMOUNT_CENTS, receipt: RECEIPT });
  expect(judge(facts, [bare, odd], T).kind).toBe('open');
});

// Guarantees M5 against a zombie worker whose refusal arrives after a callback says paid.
it.each(['refused', 'not_sent'] as const)('keeps a paid callback over a late %s', (kind) => {
  const lost = push(reservedPayment(), { kind: 'unknown' });
  const called = decidePayment(lost, [callback('0')], contextWith(), at(T + 20_000)).payment;
  const late = push(called, { kind, errorCode: '400.002.02', failure: 'request_refused' });
  expect(late.state).not.toBe('failed');
});

it('takes a statement row for a payment whose prompt was never sent', () => {
  const failure = 'provider_unreachable';
  const back = push(reservedPayment(), { kind: 'not_sent', errorCode: null, failure });
  const row = moneySeen('statement_row');
  const after = decidePayment(back, [row], contextWith(), at(T + 60_000));
  expect(after.payment.state).toBe('succeeded');
});

// Guarantees that a success which the query denies never rests unseen.
it('calls a person when a reported success is denied and nothing more is heard', () => {
  const small = { corroborateAboveKes: 1_500 };
  let payment = promptedPayment();
  const decideAt = (evidence: Parameters<typeof decidePayment>[1], atMs: number) => {
    payment = decidePayment(payment, evidence, contextWith(small), at(atMs)).payment;
  };
  decideAt([callback('0')], T + 20_000);
  expect(payment).toMatchObject({ state: 'succeeded', grade: 'reported' });
  decideAt([query('1032')], T + 30_000);
  decideAt([], T + PAYMENT_TIMING.horizonMs);
  expect(payment).toMatchObject({ state: 'succeeded', needsAttention: true });
});

it('writes each contradiction against a refused payment into its history', () => {
  const atMs = T + 200_000;
  const refusal = [callback('1032'), query('1032')];
  let payment = decidePayment(promptedPayment(), refusal, contextWith(), at(T + 30_000)).payment;
  payment = decidePayment(payment, [callback('0')], contextWith(), at(atMs)).payment;
  const alone = contextWith({ canAskStatus: false });
  payment = decidePayment(payment, [query('1032', atMs)], alone, at(atMs)).payment;
  const noted = payment.history.filter((entry) => entry.step === 'evidence_conflicts');
  expect(noted.map((entry) => entry.detail)).toContain('sighting_denied_by_query');
  expect(payment).toMatchObject({ state: 'failed', needsAttention: true });
});

it('does not read a negative zero as the code for paid', () => {
  expect(parseResultCode(JSON.parse('-0'))).toBeNull();
});

// Guarantees that a forged receipt ends with a person, soon, and not only at the horizon (A2).
it('calls a person when Transaction Status does not know the receipt either', () => {
  const endMs = T + PAYMENT_TIMING.promptLifeMs;
  const evidence = [callback('0'), query('1032', T + 30_000)];
  const unknown = { resultCode: '2032', receipt: null, amountCents: null, shortcode: null };
  const asked = (atMs: number) => status(null, { ...unknown, atMs });
  expect(judge(FACTS, [...evidence, asked(endMs - 1)], endMs - 1).kind).toBe('open');
  expect(judge(FACTS, [...evidence, asked(endMs)], endMs)).toEqual({
    kind: 'conflict',
    conflict: 'sighting_denied_by_query',
  });
});

// Guarantees that the address of the status callback alone makes no money appear (M4, M11).
it('does not believe a Transaction Status that was never asked for', () => {
  expect(judge(FACTS, [status('Completed')], T + 60_000).kind).toBe('open');
  expect(judge(FACTS, [callback('0'), status('Completed')], T + 60_000).kind).toBe('paid');
});
