import type { Payment } from '../../../domain/payment/payment';
import { PAYMENT_STATES } from '../../../domain/payment/state';
import { viewOf } from '../../../domain/payment/view';
import { decidePayment } from '../../../domain/payment/decide';
import { callback, at, contextWith, createdPayment, PROMPTED_AT_MS, query } from './builders';
import { promptedPayment } from './promptedPayment';

const FULL_NUMBER = /(?<!\d)(?:254|0)[17]\d{8}(?!\d)|708374149/;

function decided(codes: readonly [string, string]): Payment {
  const evidence = [callback(codes[0]), query(codes[1])];
  return decidePayment(promptedPayment(), evidence, contextWith(), at(PROMPTED_AT_MS + 30_000))
    .payment;
}

describe('the view of a payment', () => {
  // Guarantees that merchants, and the webhooks in their logs, never see a full number (M15).
  it('shows no phone number, token hash or CheckoutRequestID, nor do its events', () => {
    const payment = decided(['0', '0']);
    expect(JSON.stringify(payment.push)).toMatch(FULL_NUMBER);
    const shown = JSON.stringify([viewOf(payment), payment.events.map((event) => event.body)]);
    expect(shown).not.toMatch(FULL_NUMBER);
    expect(shown).not.toContain('ws_CO_');
    expect(shown).not.toContain(payment.push?.callbackTokenHash);
    expect(shown).toContain('2547****149');
  });

  it.each(PAYMENT_STATES)(
    'carries failure and retry in %s exactly where there is no way on',
    (s) => {
      const failureCode = s === 'failed' ? 'wrong_pin' : null;
      const view = viewOf(createdPayment({ state: s, failureCode, verdictAtMs: PROMPTED_AT_MS }));
      const hasFailure = s === 'failed' || s === 'unresolved' || s === 'needs_review';
      expect(view.failure !== null).toBe(hasFailure);
      expect(view.retry !== null).toBe(hasFailure);
      expect(view.outcomeAt !== null).toBe(s === 'failed' || s === 'succeeded');
    },
  );

  it('tells a merchant why a cancelled payment failed and that asking again is safe', () => {
    expect(viewOf(decided(['1032', '1032']))).toMatchObject({
      state: 'failed',
      receipt: null,
      grade: null,
      failure: { code: 'cancelled_by_customer' },
      retry: { safe: true, notBefore: null },
      outcomeAt: '2026-11-23T17:30:46.000Z',
    });
  });

  // Guarantees that nobody is told to pay again while a callback reports money (M5).
  it('says of a failed payment for which a callback reports money: do not retry yet', () => {
    const late = [callback('0', { atMs: PROMPTED_AT_MS + 200_000 })];
    const now = at(PROMPTED_AT_MS + 200_000);
    const { payment } = decidePayment(decided(['1032', '1032']), late, contextWith(), now);
    expect(viewOf(payment)).toMatchObject({
      state: 'failed',
      failure: { code: 'outcome_unknown' },
      retry: { safe: 'unknown' },
    });
  });

  it('shows a success with its receipt and grade and without a failure', () => {
    const payment = decided(['0', '0']);
    expect(viewOf(payment)).toEqual({
      id: payment.paymentId,
      object: 'payment',
      state: 'succeeded',
      amountKes: 1_500,
      phone: '2547****149',
      reference: 'ORD-1042',
      description: 'Order 1042',
      shortcode: '174379',
      receipt: 'UKN4A1B2C3',
      grade: 'corroborated',
      failure: null,
      retry: null,
      waiting: null,
      createdAt: '2026-11-23T17:30:15.000Z',
      outcomeAt: '2026-11-23T17:30:46.000Z',
    });
  });
});
