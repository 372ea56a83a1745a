import type { Payment } from '../../../../domain/payment/payment';
import { NO_SUCH_PAYMENT } from '../../../contract/idField';
import { operation } from '../../../contract/operation';
import type { ApiDependencies } from '../../../dependencies';
import { engineError } from '../../../http/engineError';
import { presentPayment } from '../presentPayment';
import { cancelStored } from './cancelStored';
import { cancelPaymentContract } from './contract';

const { refuse } = cancelPaymentContract;

/** Cancels a payment for which nobody was prompted, and has its workflow announce it. */
export const cancelPayment = operation(cancelPaymentContract)(
  (deps) =>
    async ({ params: { paymentId }, principal: { merchantId } }) => {
      const cancellation = await cancelStored(deps, { merchantId, paymentId });
      switch (cancellation?.kind) {
        case undefined:
          throw refuse('not_found', NO_SUCH_PAYMENT);
        case 'already_prompted':
          throw refuse('already_prompted', {
            publicMessage: 'The customer was prompted, or may have been.',
            remedy: 'Wait for the outcome: no prompt comes off a phone, and money may move.',
          });
        case 'already_decided':
          throw refuse('already_decided', {
            publicMessage: 'The payment has ended otherwise.',
            remedy: 'Read the payment: its state and failure say how.',
          });
        case 'cancelled':
        case 'known':
          await announce(deps, cancellation.payment);
          return { status: 200, body: presentPayment(cancellation.payment) };
      }
    },
);

/**
 * The payment's workflow tells the merchant. One that was lost is started, and one that waits to
 * try a push again, or for its phone, is woken.
 */
async function announce({ engine }: ApiDependencies, payment: Payment): Promise<void> {
  if (payment.events.every(({ status }) => status !== 'pending')) return;
  try {
    await engine.start(payment);
    const mayWait = payment.push !== null || payment.phoneWaitUntilMs !== null;
    if (mayWait) await engine.notify(payment.paymentId, { kind: 'look_in_inbox' });
  } catch (cause) {
    throw engineError(cause, {
      kept: 'The payment is cancelled, and nobody will be prompted',
      repeat: 'until it is confirmed; it cancels nothing twice',
    });
  }
}
