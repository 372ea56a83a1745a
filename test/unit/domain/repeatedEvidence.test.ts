import type { Evidence } from '../../../domain/evidence/evidence';
import { decidePayment } from '../../../domain/payment/decide';
import type { Payment } from '../../../domain/payment/payment';
import type { AmountCents } from '../../../domain/values/money';
import { at, callback, contextWith, PROMPTED_AT_MS, query } from './builders';
import { promptedPayment } from './promptedPayment';

const DURING_MS = PROMPTED_AT_MS + 30_000;

/** Takes batch after batch of evidence into a payment. */
function takeIn(payment: Payment, ...batches: readonly Evidence[][]): Payment {
  return batches.reduce(
    (held, batch) => decidePayment(held, batch, contextWith(), at(DURING_MS)).payment,
    payment,
  );
}

// Guarantees that one fact stays one, however often one batch brings it.
it('takes one callback that comes twenty times in one batch as one fact', () => {
  const twenty = Array.from({ length: 20 }, () => callback('0'));
  const [first] = twenty;
  const decided = takeIn(promptedPayment(), first ? [first, ...twenty, first] : []);
  expect(decided.evidence).toHaveLength(1);
  const steps = decided.history.map(({ step }) => step);
  expect(steps.filter((step) => step === 'callback_received')).toHaveLength(1);
});

it('shows a callback that could not be read to a person, once', () => {
  const unreadable = () => ({
    ...callback('0'),
    kind: 'unreadable_callback' as const,
    bodySha256: 'd'.repeat(64),
  });
  const decided = takeIn(promptedPayment(), [unreadable()], [unreadable()]);
  expect(decided).toMatchObject({ state: 'verifying', needsAttention: true });
  expect(decided.evidence).toHaveLength(1);
});

it('notes five equal callbacks once (F12), and two queries twice', () => {
  const five = Array.from({ length: 5 }, () => [callback('0')]);
  const decided = takeIn(promptedPayment(), ...five);
  expect(decided.evidence).toHaveLength(1);
  expect(takeIn(decided, [query('1037'), query('1037')]).evidence).toHaveLength(3);
});

it.each<[string, Evidence[]]>([
  ['success', [callback('0'), query('0')]],
  ['failure', [callback('1032'), query('1032')]],
  ['conflict', [callback('0', { amountCents: 100 as AmountCents })]],
  ['uncertainty', [callback('7777')]],
  ['verification', [callback('0')]],
])('changes nothing when the evidence of a %s comes again', (_name, evidence) => {
  const context = contextWith();
  const once = decidePayment(promptedPayment(), evidence, context, at(DURING_MS));
  const again = decidePayment(once.payment, evidence, context, at(DURING_MS + 5_000));
  expect(once.changed).toBe(true);
  expect(again).toMatchObject({ changed: false, verdict: once.verdict });
  expect(again.payment).toEqual(once.payment);
});
