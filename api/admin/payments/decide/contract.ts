import { z } from 'zod';
import { REVIEW_DECISIONS } from '../../../../domain/evidence/evidence';
import { defineContract } from '../../../contract/contract';
import { paymentIdField } from '../../../contract/idField';
import { receiptField } from '../../../public/payments/filters';
import { reason, ruled } from '../../fields';
import { operatorPaymentSchema } from '../operatorPaymentSchema';

const decision = ruled(
  z.enum(REVIEW_DECISIONS).meta({
    description: '`paid`: the portal shows the money. `not_paid`: it does not.',
  }),
  {
    name: 'decision',
    rule: 'must be "paid" or "not_paid"',
    remedy: 'Look the payment up on the portal, and say what it shows.',
  },
);

export const decidePaymentContract = defineContract({
  operationId: 'decidePayment',
  method: 'post',
  path: '/admin/v1/payments/{paymentId}/decide',
  tag: 'Payments',
  summary: 'Decide a payment that needs review',
  description:
    'Records what a person found out about a payment in `needs_review`: it becomes `succeeded` ' +
    'with the grade `reviewed`, or `failed` with `decided_not_paid`, and its merchant is told. ' +
    "Above the merchant's `reviewAboveKes` two operators must want the same: the first call is " +
    'kept as a proposal for a day, and the same call by another operator carries it out. Another ' +
    'call by the same operator replaces the proposal. When money is seen meanwhile it lapses.',
  role: 'finance',
  params: z.strictObject({ paymentId: paymentIdField }),
  body: z
    .strictObject({
      decision,
      receipt: receiptField.optional().meta({
        description: 'The receipt that the portal shows: needed for `paid`, absent otherwise.',
      }),
      reason,
    })
    .meta({
      id: 'DecidePayment',
      description: 'What was found out, and how.',
      examples: [
        { decision: 'paid', receipt: 'UKN4A1B2C3', reason: 'Ticket 52: seen on the portal.' },
      ],
    }),
  answers: {
    200: { description: 'The payment is decided.', schema: operatorPaymentSchema },
    202: {
      description: 'Waiting for a second operator: see `proposal`.',
      schema: operatorPaymentSchema,
    },
  },
  errors: {
    not_found: 'There is no payment with this id.',
    not_in_review: 'The payment is not in `needs_review`: there is nothing to decide.',
    second_operator_needed: 'You proposed the same before: another operator must agree.',
    receipt_taken: 'Another payment holds the receipt.',
    conflict:
      'Another operator proposed another decision or receipt, the payment has another receipt, ' +
      'or its prompt may still be answered.',
    engine_unavailable: 'It is not confirmed that it is decided. Look at the payment.',
    engine_not_set_up: 'Nothing is decided before set-up has run.',
  },
});
