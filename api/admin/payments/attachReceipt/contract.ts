import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { paymentIdField } from '../../../contract/idField';
import { receiptField } from '../../../public/payments/filters';
import { reason } from '../../fields';
import { operatorPaymentSchema } from '../operatorPaymentSchema';

export const attachReceiptContract = defineContract({
  operationId: 'attachReceipt',
  method: 'post',
  path: '/admin/v1/payments/{paymentId}/receipt',
  tag: 'Payments',
  summary: 'Attach a receipt that an operator saw',
  description:
    'Notes a receipt that an operator saw on the portal or in a message of the customer. Alone ' +
    'it proves nothing: Transaction Status is asked about it, and the answer is judged like ' +
    'every other. Where the shortcode has no initiator to ask by, the payment goes to ' +
    '`needs_review` for a person to decide. A payment whose workflow has ended is taken up again.',
  role: 'support',
  params: z.strictObject({ paymentId: paymentIdField }),
  body: z.strictObject({ receipt: receiptField, reason }).meta({
    id: 'AttachReceipt',
    description: 'The receipt, and where it was seen.',
    examples: [{ receipt: 'UKN4A1B2C3', reason: 'Ticket 52: seen on the portal.' }],
  }),
  answers: { 202: { description: 'The receipt is noted.', schema: operatorPaymentSchema } },
  errors: {
    not_found: 'There is no payment with this id.',
    conflict: 'Nobody was prompted for the payment, or it has another receipt.',
    receipt_taken: 'Another payment holds the receipt.',
    engine_unavailable: 'It is not confirmed that the receipt is noted. Look at the payment.',
    engine_not_set_up: 'Nothing is noted before set-up has run.',
  },
});
