import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { paymentIdField } from '../../../contract/idField';
import { paymentSchema } from '../paymentSchema';

export const cancelPaymentContract = defineContract({
  operationId: 'cancelPayment',
  method: 'post',
  path: '/v1/payments/{paymentId}/cancel',
  tag: 'Payments',
  summary: 'Cancel a payment that was not prompted yet',
  description:
    'Ends a payment in the state `created`: it becomes `failed` with `cancelled_by_merchant`, no ' +
    'prompt is ever sent for it, and `payment.failed` is announced. Once a prompt may be on the ' +
    'phone nothing takes it back, and the answer is 409. Repeating the request answers the same.',
  role: 'pay',
  params: z.strictObject({ paymentId: paymentIdField }),
  answers: {
    200: { description: 'The cancelled payment.', schema: paymentSchema },
  },
  errors: {
    not_found: 'There is no payment of yours with this id.',
    already_prompted: 'The customer was prompted, or may have been: wait for the outcome.',
    already_decided: 'The payment has ended otherwise.',
    engine_unavailable:
      'The payment is cancelled, but its announcement is not confirmed. Repeat the request.',
    engine_not_set_up: 'The payment is cancelled; its announcement waits for the operator.',
  },
});
