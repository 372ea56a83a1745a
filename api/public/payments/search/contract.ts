import { z } from 'zod';
import { parseMsisdn, WRITTEN_MSISDN } from '../../../../domain/values/msisdn';
import { sensitive } from '../../../../telemetry/redaction/sensitive';
import { defineContract } from '../../../contract/contract';
import { field } from '../../../contract/field';
import { paymentFilters, paymentListSchema } from '../filters';

const phone = z.string().max(24).regex(WRITTEN_MSISDN).meta({
  description: 'The Kenyan mobile number that was prompted, in any spelling that create takes.',
});

const searchBody = z
  .strictObject({
    phone: field(sensitive(phone, 'msisdn'), parseMsisdn).optional(),
    ...paymentFilters('body'),
  })
  .meta({
    id: 'SearchPayments',
    description: 'What payments to find. All that is given must match.',
    examples: [{ phone: '0708 374 149', state: 'succeeded', limit: 20 }],
  });

export const searchPaymentsContract = defineContract({
  operationId: 'searchPayments',
  method: 'post',
  path: '/v1/payments/search',
  tag: 'Payments',
  summary: 'Find payments, by phone number too',
  description:
    'The same list with its filters in the body, where a phone number may stand: addresses are ' +
    'kept in histories and logs. It changes nothing and may be repeated freely.',
  role: 'read',
  body: searchBody,
  answers: {
    200: { description: 'A page of payments.', schema: paymentListSchema },
  },
  errors: {},
});
