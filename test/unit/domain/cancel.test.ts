import { cancelPayment } from '../../../domain/payment/cancel';
import type { Payment } from '../../../domain/payment/payment';
import { PAYMENT_STATES } from '../../../domain/payment/state';
import { viewOf } from '../../../domain/payment/view';
import { at, callback, createdPayment, PROMPTED_AT_MS } from './builders';
import { promptedPayment } from './promptedPayment';

const now = at(PROMPTED_AT_MS);

function cancelled(payment: Payment): Payment {
  const cancellation = cancelPayment(payment, false, now);
  if (cancellation.kind !== 'cancelled') throw new Error(cancellation.kind);
  return cancellation.payment;
}

// Guarantees that nothing is called cancelled while a prompt may be out (M5).
it.each(PAYMENT_STATES.filter((state) => state !== 'created'))(
  'cancels nothing in the state %s',
  (state) => {
    const isDecided = state === 'succeeded' || state === 'failed';
    const kind = isDecided ? 'already_decided' : 'already_prompted';
    const failureCode = state === 'failed' ? ('wrong_pin' as const) : null;
    const payment = { ...promptedPayment(), state, failureCode };
    expect(cancelPayment(payment, false, now)).toEqual({ kind });
  },
);

it('cancels nothing for which somebody reports money, or to whose token something came', () => {
  const seen = createdPayment({ evidence: [callback('0')] });
  expect(cancelPayment(seen, false, now)).toEqual({ kind: 'already_prompted' });
  expect(cancelPayment(createdPayment(), true, now)).toEqual({ kind: 'already_prompted' });
});

it('fails a payment that was not prompted, with texts of its own and one event', () => {
  const after = cancelled(createdPayment());
  expect(viewOf(after)).toMatchObject({
    state: 'failed',
    failure: { code: 'cancelled_by_merchant' },
    retry: { safe: true, notBefore: null },
  });
  expect(after.events).toMatchObject([{ type: 'payment.failed', status: 'pending' }]);
  expect(after.history.at(-1)).toMatchObject({
    step: 'prompt_abandoned',
    detail: 'cancelled_by_merchant',
  });
});

it('knows a payment that it has cancelled before', () => {
  const after = cancelled(createdPayment());
  expect(cancelPayment(after, false, now)).toEqual({ kind: 'known', payment: after });
});
