import fc from 'fast-check';
import type { Evidence } from '../../../domain/evidence/evidence';
import type { DecisionContext } from '../../../domain/payment/decide';
import { evidenceViewOf } from '../../../domain/payment/evidenceView';
import type { Payment } from '../../../domain/payment/payment';
import { viewOf } from '../../../domain/payment/view';
import type { AmountCents } from '../../../domain/values/money';
import { AMOUNT_KES, callback, moneySeen, OTHER_RECEIPT, query, RECEIPT, status } from './builders';
import { AFTER_MS, expectSound } from './decideAll';
import { promptedPayment } from './promptedPayment';
import '../propertySeed';
import { ADA, attach, BEN, heard, sayNotPaid, sayPaid } from './reviewCases';

type Act = (payment: Payment, context: Partial<DecisionContext>) => Payment;

const facts: readonly (() => Evidence)[] = [
  () => callback('0'),
  () => callback('0', { receipt: OTHER_RECEIPT }),
  () => callback('0', { amountCents: 100 as AmountCents }),
  () => callback('1032'),
  () => query('0', AFTER_MS),
  () => query('1032', AFTER_MS),
  () => query('1037', AFTER_MS),
  () => status('Completed'),
  () => status('Completed', { payerMasked: '2547****999' }),
  () => status('Declined'),
  () => status(null, { resultCode: '2032', receipt: null }),
  () => moneySeen('statement_row'),
];

const operators = fc.constantFrom(ADA, BEN);
const receipts = fc.constantFrom(RECEIPT, OTHER_RECEIPT);

const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.constantFrom(...facts).map(
    (fact): Act =>
      (p, context) =>
        heard(p, [fact()], context),
  ),
  fc.record({ who: operators, receipt: receipts }).map(
    ({ who, receipt }): Act =>
      (p, context) =>
        sayPaid(p, receipt, { who, context }).payment,
  ),
  operators.map(
    (who): Act =>
      (p, context) =>
        sayNotPaid(p, { who, context }).payment,
  ),
  fc.record({ who: operators, receipt: receipts }).map(
    ({ who, receipt }): Act =>
      (p, context) =>
        attach(p, receipt, { who, context }).payment,
  ),
);

const contexts = fc.record({
  canAskStatus: fc.boolean(),
  reviewAboveKes: fc.constantFrom(null, AMOUNT_KES - 1),
  lateSuccess: fc.constantFrom('accept' as const, 'hold_for_review' as const),
});

/** Every payment on the way, in order. */
function lives(given: readonly Act[], context: Partial<DecisionContext>): Payment[] {
  return given.reduce<Payment[]>(
    (seen, act) => [...seen, act(seen.at(-1) ?? promptedPayment(), context)],
    [promptedPayment()],
  );
}

const course = fc.record({ given: fc.array(acts, { maxLength: 14 }), context: contexts });

describe('whatever sources and operators say, in whatever order', () => {
  // Guarantees that nobody is told that asking again is safe while a source says paid (M5).
  it('never calls a retry safe while any source says that money moved', () => {
    fc.assert(
      fc.property(course, ({ given, context }) => {
        for (const payment of lives(given, context)) {
          const isSaidPaid = payment.evidence.some((e) => evidenceViewOf(e).says === 'paid');
          if (isSaidPaid) expect(viewOf(payment).retry?.safe).not.toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps a success, its receipt and a whole history (M8, M9, M10)', () => {
    fc.assert(
      fc.property(course, ({ given, context }) => {
        const all = lives(given, context);
        for (const [index, after] of all.entries()) {
          expectSound(after);
          const before = all[index - 1];
          if (before?.state === 'succeeded') expect(after.state).toBe('succeeded');
          if (before?.receipt) expect(after.receipt).toBe(before.receipt);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  // Guarantees that no operator decides alone what takes two (A76).
  it('lets nobody carry out a proposal of their own', () => {
    fc.assert(
      fc.property(course, ({ given, context }) => {
        const { history } = lives(given, context).at(-1) as Payment;
        for (const [index, { step, by }] of history.entries()) {
          if (!step.startsWith('decided_') || context.reviewAboveKes === null) continue;
          const proposal = history.slice(0, index).findLast((e) => e.step === 'decision_proposed');
          expect(proposal?.by?.operatorId).toBeDefined();
          expect(proposal?.by?.operatorId).not.toBe(by?.operatorId);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('tells of no success after a refusal but by a person, where the merchant holds it', () => {
    fc.assert(
      fc.property(course, ({ given, context }) => {
        const { history } = lives(given, { ...context, lateSuccess: 'hold_for_review' }).at(
          -1,
        ) as Payment;
        const failedAt = history.findIndex(({ to }) => to === 'failed');
        if (failedAt < 0) return;
        const success = history.slice(failedAt).find(({ to }) => to === 'succeeded');
        if (success) expect(success.step).toBe('decided_paid');
      }),
      { numRuns: 1_000 },
    );
  });
});
