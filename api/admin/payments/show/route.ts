import { NO_SUCH_PAYMENT } from '../../../contract/idField';
import { operation } from '../../../contract/operation';
import { presentForOperator } from '../operatorPaymentSchema';
import { showPaymentContract } from './contract';

export const showPayment = operation(showPaymentContract)(
  ({ store }) =>
    async ({ params, log }) => {
      log({ paymentId: params.paymentId });
      const payment = await store.payments.find(params.paymentId);
      if (payment === null) throw showPaymentContract.refuse('not_found', NO_SUCH_PAYMENT);
      return { status: 200, body: presentForOperator(payment) };
    },
);
