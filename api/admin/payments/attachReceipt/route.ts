import { attachRefusal } from '../../../../domain/payment/attachReceipt';
import { operation } from '../../../contract/operation';
import { instruct, knownPayment } from '../instruct';
import { presentForOperator } from '../operatorPaymentSchema';
import { refusalError } from '../refusalError';
import { attachReceiptContract } from './contract';

/** Notes a receipt that an operator saw, and has Safaricom asked about it. */
export const attachReceipt = operation(attachReceiptContract)(
  (deps) =>
    async ({ params: { paymentId }, body: { receipt, reason }, principal, log }) => {
      log({ paymentId });
      const payment = await knownPayment(deps, paymentId);
      const isTaken = await deps.store.payments.isHeldElsewhere(receipt, paymentId);
      const refusal = attachRefusal(payment, receipt, isTaken);
      if (refusal !== null) throw refusalError(refusal);
      await instruct(deps, principal, {
        payment,
        action: 'payments.attach_receipt',
        detail: { receipt, state: payment.state },
        instruction: { kind: 'attach_receipt', receipt, reason },
      });
      return { status: 202, body: presentForOperator(await knownPayment(deps, paymentId)) };
    },
);
