import { z } from 'zod';
import { DELIVERY_STATUSES } from '../../../../domain/machine/merchantEvent';
import { PAYMENT_EVENT_TYPES } from '../../../../domain/payment/payment';
import { ID_PATTERNS, isId, type PaymentId } from '../../../../domain/values/ids';
import { err, ok } from '../../../../domain/values/result';
import { defineContract } from '../../../contract/contract';
import { field } from '../../../contract/field';
import { momentField, oneOf, pageFields } from '../../../contract/listFields';
import { eventListSchema } from '../eventSchema';

const paymentId = field<PaymentId>(
  z.string().regex(ID_PATTERNS.payment).meta({ description: 'Events of this payment.' }),
  (value) => {
    if (typeof value === 'string' && isId('payment', value)) return ok(value);
    return err({
      field: 'paymentId',
      rule: 'must be the id of a payment',
      remedy: 'Give one that begins with pay_, once.',
    });
  },
);

export const listEventsContract = defineContract({
  operationId: 'listEvents',
  method: 'get',
  path: '/v1/events',
  tag: 'Events',
  summary: 'List events',
  description:
    'Lists what you were told by webhook, newest first, whether or not your endpoint took it. ' +
    'All filters that are given must match.',
  role: 'read',
  query: z.strictObject({
    type: oneOf('type', PAYMENT_EVENT_TYPES, 'Events of this type.').optional(),
    paymentId: paymentId.optional(),
    status: oneOf('status', DELIVERY_STATUSES, 'Events with this status.').optional(),
    createdAfter: momentField('createdAfter', 'Written at this moment or later.').optional(),
    createdBefore: momentField('createdBefore', 'Written before this moment.').optional(),
    ...pageFields('query'),
  }),
  answers: {
    200: { description: 'A page of events.', schema: eventListSchema },
  },
  errors: {},
});
