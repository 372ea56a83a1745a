import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { paymentIdField } from '../../../contract/idField';
import { operatorPaymentSchema } from '../operatorPaymentSchema';

export const showPaymentContract = defineContract({
  operationId: 'showPayment',
  method: 'get',
  path: '/admin/v1/payments/{paymentId}',
  tag: 'Payments',
  summary: 'Look at a payment',
  description: 'Shows one payment of any merchant as it is now, with all that happened to it.',
  role: 'viewer',
  params: z.strictObject({ paymentId: paymentIdField }),
  answers: { 200: { description: 'The payment.', schema: operatorPaymentSchema } },
  errors: { not_found: 'There is no payment with this id.' },
});
