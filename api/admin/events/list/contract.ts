import { z } from 'zod';
import { DELIVERY_STATUSES } from '../../../../domain/machine/merchantEvent';
import { PAYMENT_EVENT_TYPES } from '../../../../domain/payment/payment';
import { defineContract } from '../../../contract/contract';
import { momentField, oneOf, pageFields } from '../../../contract/listFields';
import { eventListSchema } from '../../../public/events/eventSchema';
import { idField } from '../../fields';
import { merchantId } from '../fields';

export const listMerchantEventsContract = defineContract({
  operationId: 'listMerchantEvents',
  method: 'get',
  path: '/admin/v1/merchants/{merchantId}/events',
  tag: 'Events',
  summary: 'List what a merchant was told',
  description: 'Newest first, whether or not its endpoint took it. All filters must match.',
  role: 'viewer',
  params: z.strictObject({ merchantId }),
  query: z.strictObject({
    type: oneOf('type', PAYMENT_EVENT_TYPES, 'Events of this type.').optional(),
    paymentId: idField('payment', 'paymentId', 'Events of this payment.').optional(),
    status: oneOf('status', DELIVERY_STATUSES, 'Events with this status.').optional(),
    createdAfter: momentField('createdAfter', 'Written at this moment or later.').optional(),
    createdBefore: momentField('createdBefore', 'Written before this moment.').optional(),
    ...pageFields('query'),
  }),
  answers: { 200: { description: 'A page of events.', schema: eventListSchema } },
  errors: { not_found: 'There is no merchant with this id.' },
});
