import { nextRead, NOTHING_ASKED } from '../../../domain/payment/readPlan';
import { verdictOn } from '../../../domain/payment/decide';
import type { Payment } from '../../../domain/payment/payment';
import { viewOf } from '../../../domain/payment/view';
import type { Receipt } from '../../../domain/values/receipt';
import {
  callback,
  contextWith,
  createdPayment,
  OTHER_RECEIPT,
  query,
  RECEIPT,
  status,
} from './builders';
import { AFTER_MS, decideAll, expectSound, typesOf } from './decideAll';
import { promptedPayment } from './promptedPayment';
import { attach, heard, inReview, refusal, refused, sayNotPaid } from './reviewCases';

const MUTE = { context: { canAskStatus: false } };

function paidWith(receipt: Receipt): Payment {
  return decideAll(promptedPayment(), [{ evidence: [callback('0', { receipt }), query('0')] }]);
}

describe('a receipt that an operator saw', () => {
  it('is refused where nobody was prompted', () => {
    expect(attach(createdPayment()).result).toEqual(refusal('never_prompted'));
  });

  it('is refused where the payment has another receipt, and is known where it is the same', () => {
    const paid = paidWith(RECEIPT);
    expect(attach(paid, OTHER_RECEIPT).result).toEqual(refusal('other_receipt'));
    expect(attach(paid, RECEIPT)).toEqual({ payment: paid, result: { kind: 'attached' } });
  });

  it('is refused where another money record holds it (M8)', () => {
    const taken = { context: { receiptTaken: true } };
    expect(attach(inReview(), RECEIPT, taken).result).toEqual(refusal('receipt_taken'));
  });

  // Guarantees that a receipt which a person typed never makes a success alone (M4).
  it.each([
    ['a failed payment', refused],
    ['an open one', promptedPayment],
    ['one in review', inReview],
  ])('never makes %s a success by itself', (_, payment) => {
    for (const said of [{}, MUTE]) {
      const { payment: after } = attach(payment(), OTHER_RECEIPT, said);
      const later = heard(after, [query('1032', AFTER_MS)], said === MUTE ? MUTE.context : {});
      expect(later.state).not.toBe('succeeded');
      expect(viewOf(later).retry?.safe).not.toBe(true);
      expectSound(later);
    }
  });

  it('brings a failed payment to a person where Safaricom cannot be asked about it', () => {
    const { payment } = attach(refused(), RECEIPT, MUTE);
    expect(payment).toMatchObject({ state: 'needs_review', needsAttention: true });
    // What said before that nobody paid does not take it from the person.
    expect(heard(payment, [query('1032', AFTER_MS)], MUTE.context).state).toBe('needs_review');
    expect(sayNotPaid(payment, MUTE).payment.state).toBe('failed');
  });

  it('takes the advice back that asking again is safe, and tells the merchant once', () => {
    const { payment } = attach(refused());
    expect(viewOf(payment)).toMatchObject({ state: 'needs_review', retry: { safe: 'unknown' } });
    expect(typesOf(payment)).toEqual(['payment.failed', 'payment.needs_review']);
  });

  it('brings the receipt of a success that only a query had proven', () => {
    const paid = decideAll(promptedPayment(), [{ evidence: [query('0')] }]);
    const after = heard(attach(paid).payment, [status('Completed')]);
    expect(after).toMatchObject({ state: 'succeeded', receipt: RECEIPT, needsAttention: false });
    expect(typesOf(after)).toEqual(['payment.succeeded', 'payment.receipt_attached']);
    expectSound(after);
  });

  // Guarantees that what two reads had refused is not told as failed over a receipt that was seen.
  it('keeps an open payment from failing while nobody has answered about it', () => {
    const seen = attach(promptedPayment()).payment;
    const after = heard(seen, [callback('1032'), query('1032', AFTER_MS)]);
    expect(after).toMatchObject({ state: 'needs_review', needsAttention: true });
    const answered = heard(after, [status('Completed', { payerMasked: '2547****999' })]);
    expect(answered.state).toBe('failed');
  });

  it('has Transaction Status asked once the query was asked, whatever the state', () => {
    const { payment } = attach(refused());
    const context = { ...contextWith(), nowMs: AFTER_MS + 1 };
    const verdict = verdictOn(payment, context, context.nowMs);
    const asked = { ...NOTHING_ASKED, stk_query: AFTER_MS };
    expect(nextRead(payment, verdict, { ...context, asked })).toMatchObject({
      read: 'transaction_status',
    });
    const both = { ...asked, transaction_status: AFTER_MS };
    expect(nextRead(payment, verdict, { ...context, asked: both })).toBeNull();
  });

  it('makes a late success when Transaction Status shows the payment', () => {
    const after = heard(attach(refused()).payment, [status('Completed')]);
    expect(after).toMatchObject({ state: 'succeeded', grade: 'corroborated', receipt: RECEIPT });
    expect(typesOf(after).at(-1)).toBe('payment.late_success');
  });

  // Guarantees that a slip of the hand credits nobody with another customer's money (M4).
  it.each([
    ['shows another payer', { payerMasked: '2547****999' }],
    ['shows no payer', { payerMasked: null }],
    ['shows no shortcode', { shortcode: null }],
    ['is from before the prompt', { initiatedAtMs: 0 }],
  ])('says nothing about the payment when the status of it %s', (_, change) => {
    const after = heard(attach(refused()).payment, [status('Completed', change)]);
    expect(after.state).toBe('failed');
    expect(viewOf(after).failure).toMatchObject({ code: 'cancelled_by_customer' });
    expectSound(after);
  });

  it('counts as before where a callback named the receipt', () => {
    const before = decideAll(promptedPayment(), [{ evidence: [callback('0')] }]);
    const { payment } = attach(before, RECEIPT);
    const after = heard(payment, [status('Completed', { payerMasked: null })]);
    expect(after).toMatchObject({ state: 'succeeded', receipt: RECEIPT });
  });

  it('is noted once, however often it comes', () => {
    const once = attach(inReview(), OTHER_RECEIPT).payment;
    expect(attach(once, OTHER_RECEIPT)).toEqual({ payment: once, result: { kind: 'attached' } });
  });
});
