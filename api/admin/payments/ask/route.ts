import { promptedAtMs, type Payment } from '../../../../domain/payment/payment';
import type { AskInput, AskResult } from '../../../../engine/ports';
import { NO_SUCH_PAYMENT } from '../../../contract/idField';
import { operation } from '../../../contract/operation';
import type { ApiDependencies } from '../../../dependencies';
import { engineError } from '../../../http/engineError';
import { actorOf } from '../../fields';
import { presentForOperator } from '../operatorPaymentSchema';
import { askPaymentContract } from './contract';

const { refuse } = askPaymentContract;

/** Has Safaricom asked about a payment at once. */
export const askPayment = operation(askPaymentContract)(
  (deps) =>
    async ({ params: { paymentId }, body: { reason }, principal, log }) => {
      log({ paymentId });
      const payment = await deps.store.payments.find(paymentId);
      if (payment === null) throw refuse('not_found', NO_SUCH_PAYMENT);
      assertAskable(payment);
      const draft = {
        who: actorOf(principal),
        action: 'payments.ask',
        subject: { kind: 'payment', id: paymentId },
        detail: { state: payment.state },
        why: reason,
      };
      const { operatorId } = principal;
      await deps.store.auditLog.record(draft, async ({ seq }) => {
        const asked = await ask(deps, { payment, operatorId, reason, orderId: `audit-${seq}` });
        if (asked === 'already_decided') throw alreadyDecided();
      });
      return { status: 202, body: presentForOperator(payment) };
    },
);

function assertAskable(payment: Payment): void {
  if (payment.state === 'succeeded') throw alreadyDecided();
  if (promptedAtMs(payment) !== null) return;
  throw refuse('conflict', {
    publicMessage: 'Nobody was prompted for this payment.',
    remedy: 'Look at its timeline: Safaricom knows nothing of it that could be asked for.',
  });
}

async function ask({ engine }: ApiDependencies, order: AskInput): Promise<AskResult> {
  try {
    return await engine.ask(order);
  } catch (cause) {
    throw engineError(cause, {
      kept: 'Nothing has changed about the payment',
      repeat: 'until it is confirmed; asking twice does no harm',
    });
  }
}

function alreadyDecided() {
  return refuse('already_decided', {
    publicMessage: 'The payment has succeeded.',
    remedy: 'Look at the payment: its receipt and its timeline say how.',
  });
}
