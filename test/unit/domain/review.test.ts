import { holdsReference } from '../../../domain/payment/payment';
import { PROPOSAL_LIFE_MS } from '../../../domain/payment/review';
import { viewOf } from '../../../domain/payment/view';
import {
  AMOUNT_KES,
  callback,
  createdPayment,
  moneySeen,
  OTHER_RECEIPT,
  PROMPT_END_MS,
  query,
  RECEIPT,
} from './builders';
import { AFTER_MS, expectSound, stepsOf, typesOf } from './decideAll';
import { promptedPayment } from './promptedPayment';
import {
  ADA,
  attach,
  BEN,
  heard,
  inReview,
  refusal,
  refused,
  sayNotPaid,
  sayPaid,
} from './reviewCases';

const TWO = { reviewAboveKes: AMOUNT_KES - 1 };

describe('a decision by a person', () => {
  it.each([
    ['was not prompted', createdPayment],
    ['waits for its customer', promptedPayment],
    ['has failed', refused],
    ['is decided already', () => sayPaid(inReview()).payment],
  ])('is refused where the payment %s', (_, payment) => {
    const before = payment();
    for (const { payment: after, result } of [sayPaid(before), sayNotPaid(before)]) {
      expect(result).toEqual(refusal('not_in_review'));
      expect(after).toBe(before);
    }
  });

  // Guarantees that nobody is prompted again while the first prompt can still be answered (M1).
  it('is refused as "not paid" while the prompt may still be answered', () => {
    const before = inReview();
    const early = sayNotPaid(before, { nowMs: PROMPT_END_MS - 1 });
    expect(early).toEqual({ payment: before, result: refusal('prompt_open') });
    expect(sayNotPaid(before, { nowMs: PROMPT_END_MS }).result.kind).toBe('decided');
  });

  it('is refused with a receipt that another money record holds (M8)', () => {
    const taken = { context: { receiptTaken: true } };
    expect(sayPaid(inReview(), RECEIPT, taken).result).toEqual(refusal('receipt_taken'));
  });

  it('succeeds as reviewed, says who and why in the chained history, and is told once', () => {
    const { payment, result } = sayPaid(inReview(), OTHER_RECEIPT);
    expect(result).toEqual({ kind: 'decided' });
    const succeeded = { state: 'succeeded', grade: 'reviewed', receipt: OTHER_RECEIPT };
    expect(payment).toMatchObject({ ...succeeded, needsAttention: false, failureCode: null });
    const by = { operatorId: ADA, reason: 'Ticket 52: seen on the portal.' };
    expect(payment.history.at(-1)).toMatchObject({ step: 'decided_paid', by });
    expect(typesOf(payment)).toEqual(['payment.needs_review', 'payment.succeeded']);
    expectSound(payment);
  });

  // Guarantees that a word of an operator cannot be altered or put into another's mouth (M10).
  it('is noticed when its operator or reason is altered', () => {
    const { payment } = sayPaid(inReview());
    const altered = (by: object) => ({
      ...payment,
      history: payment.history.map((entry) =>
        entry.by ? { ...entry, by: { ...entry.by, ...by } } : entry,
      ),
    });
    expect(() => expectSound(altered({ operatorId: BEN }))).toThrow();
    expect(() => expectSound(altered({ reason: 'Other.' }))).toThrow();
  });

  // Guarantees that what a person decided is never called safe to ask again (M5).
  it('fails as decided_not_paid, whose retry is not safe, and gives up its reference', () => {
    const { payment } = sayNotPaid(inReview());
    expect(viewOf(payment)).toMatchObject({
      state: 'failed',
      failure: { code: 'decided_not_paid' },
      retry: { safe: 'unknown' },
    });
    expect(holdsReference(payment)).toBe(false);
    expect(typesOf(payment)).toEqual(['payment.needs_review', 'payment.failed']);
    expectSound(payment);
  });

  it('is carried out once, however often the same instruction comes', () => {
    const once = sayPaid(inReview(), RECEIPT, { instructionId: 'audit-7' });
    const again = sayPaid(once.payment, RECEIPT, { instructionId: 'audit-7' });
    expect(again).toEqual({ payment: once.payment, result: { kind: 'decided' } });
    expect(again.payment).toBe(once.payment);
  });
});

describe('a decision above the limit of the merchant', () => {
  const first = () => sayPaid(inReview(), RECEIPT, { context: TWO }).payment;

  it('is a proposal until a second operator wants the same', () => {
    const proposed = first();
    expect(proposed.state).toBe('needs_review');
    expect(proposed.proposal).toMatchObject({ decision: 'paid', operatorId: ADA });
    expect(proposed.history.at(-1)).toMatchObject({ step: 'decision_proposed', by: {} });
    const { payment, result } = sayPaid(proposed, RECEIPT, { who: BEN, context: TWO });
    expect(result).toEqual({ kind: 'decided' });
    expect(payment).toMatchObject({ state: 'succeeded', proposal: null });
    expect(payment.history.at(-1)).toMatchObject({ by: { operatorId: BEN } });
    expect(typesOf(payment)).toEqual(['payment.needs_review', 'payment.succeeded']);
    expectSound(payment);
  });

  it('takes one operator for a sum that is not above it', () => {
    const context = { reviewAboveKes: AMOUNT_KES };
    expect(sayPaid(inReview(), RECEIPT, { context }).result).toEqual({ kind: 'decided' });
  });

  // Guarantees that nobody decides a large sum alone, by whatever instruction (A76).
  it('is refused to the operator who proposed it, under whatever name of the instruction', () => {
    const proposed = first();
    const again = sayPaid(proposed, RECEIPT, { context: TWO });
    expect(again).toEqual({ payment: proposed, result: refusal('second_operator_needed') });
  });

  it.each([
    [
      'another decision',
      (p: ReturnType<typeof first>) => sayNotPaid(p, { who: BEN, context: TWO }),
    ],
    [
      'another receipt',
      (p: ReturnType<typeof first>) => sayPaid(p, OTHER_RECEIPT, { who: BEN, context: TWO }),
    ],
  ])('is refused with %s by the second operator', (_, say) => {
    const proposed = first();
    expect(say(proposed)).toEqual({ payment: proposed, result: refusal('other_proposal') });
  });

  it('can be replaced by its own operator, and then only the new one is agreed to', () => {
    const replaced = sayNotPaid(first(), { context: TWO });
    expect(replaced.result).toEqual({ kind: 'proposed' });
    const said = { who: BEN, context: TWO };
    expect(sayPaid(replaced.payment, RECEIPT, said).result).toEqual(refusal('other_proposal'));
    expect(sayNotPaid(replaced.payment, said).payment.state).toBe('failed');
  });

  it('lapses after a day, and the next operator proposes again', () => {
    const late = { who: BEN, context: TWO, nowMs: AFTER_MS + PROPOSAL_LIFE_MS };
    const { payment, result } = sayPaid(first(), RECEIPT, late);
    expect(result).toEqual({ kind: 'proposed' });
    expect(payment.proposal).toMatchObject({ operatorId: BEN });
  });

  it('outlives the same answer to a question that was asked again', () => {
    const known = heard(inReview(), [query('0', AFTER_MS)]);
    const proposed = sayPaid(known, RECEIPT, { context: TWO }).payment;
    const again = heard(proposed, [query('0', AFTER_MS + 1), query('1032', AFTER_MS + 2)]);
    const { result } = sayPaid(again, RECEIPT, { who: BEN, context: TWO });
    expect(result).toEqual({ kind: 'decided' });
  });

  // Guarantees that two operators who agree have seen the same money.
  it('lapses when money is seen that its operator had not seen', () => {
    const seen = heard(first(), [moneySeen('statement_row', { receipt: OTHER_RECEIPT })]);
    expect(seen.state).toBe('needs_review');
    const { result } = sayPaid(seen, RECEIPT, { who: BEN, context: TWO });
    expect(result).toEqual({ kind: 'proposed' });
  });
});

describe('evidence after a decision', () => {
  it('changes nothing where it says what was known', () => {
    const known = heard(inReview(), [query('0'), query('1032', AFTER_MS)]);
    const decided = sayNotPaid(known).payment;
    // As the store reads it back: its fields in another order.
    const turned = Object.fromEntries(Object.entries(query('0', AFTER_MS + 2)).reverse());
    const after = heard(decided, [query('1032', AFTER_MS + 1), turned as never]);
    expect(after).toMatchObject({ state: 'failed', needsAttention: false });
    expect(stepsOf(after)).toEqual(stepsOf(decided));
  });

  // Guarantees that money which a person had not seen is never lost behind a decision (M5).
  it.each([
    ['a query', [query('0', AFTER_MS)]],
    ['a callback with the right sum', [callback('0', { receipt: OTHER_RECEIPT })]],
    ['a row of a statement', [moneySeen('statement_row')]],
  ])('takes "not paid" back to a person when %s says paid', (_, evidence) => {
    const after = heard(sayNotPaid(inReview()).payment, evidence);
    expect(after).toMatchObject({ state: 'needs_review', needsAttention: true });
    expect(stepsOf(after)).toContain('decision_contradicted');
    expect(typesOf(after)).toEqual([
      'payment.needs_review',
      'payment.failed',
      'payment.needs_review',
    ]);
    // Only a person takes it out of there again, whatever is proven.
    const proven = heard(after, [query('0', AFTER_MS + 5), moneySeen('pull_row')]);
    expect(proven.state).toBe('needs_review');
    const decided = sayPaid(proven).payment;
    expect(typesOf(decided).at(-1)).toBe('payment.late_success');
    expectSound(decided);
  });

  it('leaves to a person what contradicted one, even where it is proven', () => {
    const shown = attach(refused(), RECEIPT, { context: { canAskStatus: false } }).payment;
    const after = heard(sayNotPaid(shown).payment, [moneySeen('pull_row')]);
    expect(after.state).toBe('needs_review');
    expect(heard(after, [moneySeen('statement_row')]).state).toBe('needs_review');
  });

  it.each([
    ['a refusal for good', callback('1032')],
    ['another receipt', moneySeen('statement_row', { receipt: OTHER_RECEIPT })],
  ])('marks a success that %s contradicts, once, and keeps it', (_, evidence) => {
    const after = heard(sayPaid(inReview()).payment, [evidence]);
    const marked = { state: 'succeeded', receipt: RECEIPT, needsAttention: true };
    expect(after).toMatchObject(marked);
    expect(after.history.at(-1)?.detail).toBe('decision_contradicted');
    const again = heard(after, [callback('2001')]);
    expect(stepsOf(again).filter((step) => step === 'evidence_conflicts')).toHaveLength(2);
    expectSound(again);
  });
});
