import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { paymentIdField } from '../../../contract/idField';
import { reason } from '../../fields';
import { operatorPaymentSchema } from '../operatorPaymentSchema';

export const askPaymentContract = defineContract({
  operationId: 'askPayment',
  method: 'post',
  path: '/admin/v1/payments/{paymentId}/ask',
  tag: 'Payments',
  summary: 'Ask Safaricom about a payment now',
  description:
    'Has the workflow of a payment ask STK Query at once, whatever its plan says; one that has ' +
    'ended is started again. What Safaricom answers is judged like every other answer. The ' +
    'payment is shown as it was before the answer: look at it again for the outcome.',
  role: 'support',
  params: z.strictObject({ paymentId: paymentIdField }),
  body: z.strictObject({ reason }).meta({
    id: 'AskPayment',
    description: 'Why Safaricom is asked.',
    examples: [{ reason: 'Ticket 51: the customer says that it was paid.' }],
  }),
  answers: { 202: { description: 'Safaricom is being asked.', schema: operatorPaymentSchema } },
  errors: {
    not_found: 'There is no payment with this id.',
    conflict: 'Nobody was prompted, so that Safaricom knows nothing of the payment.',
    already_decided: 'The payment has succeeded, and no answer takes a success back.',
    engine_unavailable: 'It is not confirmed that Safaricom is asked. Repeat the request.',
    engine_not_set_up: 'Safaricom is not asked before set-up has run.',
  },
});
