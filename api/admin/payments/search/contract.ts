import { z } from 'zod';
import { parseMsisdn, WRITTEN_MSISDN } from '../../../../domain/values/msisdn';
import { sensitive } from '../../../../telemetry/redaction/sensitive';
import { defineContract } from '../../../contract/contract';
import { field } from '../../../contract/field';
import { paymentFilters } from '../../../public/payments/filters';
import { idField } from '../../fields';
import { operatorPaymentListSchema } from '../operatorPaymentSchema';

const phone = z.string().max(24).regex(WRITTEN_MSISDN).meta({
  description: 'The Kenyan mobile number that was prompted, in any usual spelling.',
});

/** The filters of which one must be given: each has an index across merchants. */
export const NARROWING = ['merchantId', 'phone', 'reference', 'receipt'] as const;

const searchBody = z
  .strictObject({
    merchantId: idField('merchant', 'merchantId', 'Payments of this merchant only.').optional(),
    phone: field(sensitive(phone, 'msisdn'), parseMsisdn).optional(),
    ...paymentFilters('body'),
  })
  .meta({
    id: 'SearchAllPayments',
    description: 'What payments to find. All that is given must match.',
    anyOf: NARROWING.map((name) => ({ required: [name] })),
    examples: [{ receipt: 'UKN4A1B2C3' }],
  });

export const searchAllPaymentsContract = defineContract({
  operationId: 'searchAllPayments',
  method: 'post',
  path: '/admin/v1/payments/search',
  tag: 'Payments',
  summary: 'Find payments of all merchants',
  description:
    `Finds payments by ${NARROWING.join(', ')}, of which at least one must be given; the other ` +
    'filters narrow further. A phone number is looked up by its keyed hash and stands in the ' +
    'body, since addresses are kept in logs. It changes nothing.',
  role: 'support',
  body: searchBody,
  answers: { 200: { description: 'A page of payments.', schema: operatorPaymentListSchema } },
  errors: {},
});
