import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { paymentFilters, paymentListSchema } from '../filters';

export const listPaymentsContract = defineContract({
  operationId: 'listPayments',
  method: 'get',
  path: '/v1/payments',
  tag: 'Payments',
  summary: 'List payments',
  description:
    'Lists your payments, newest first. All filters that are given must match. To find payments ' +
    'by phone number, use the search: a number must not stand in an address.',
  role: 'read',
  query: z.strictObject(paymentFilters('query')),
  answers: {
    200: { description: 'A page of payments.', schema: paymentListSchema },
  },
  errors: {},
});
