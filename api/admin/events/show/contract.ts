import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { eventIdField } from '../../../contract/idField';
import { eventSchema } from '../../../public/events/eventSchema';
import { merchantId } from '../fields';

export const showMerchantEventContract = defineContract({
  operationId: 'showMerchantEvent',
  method: 'get',
  path: '/admin/v1/merchants/{merchantId}/events/{eventId}',
  tag: 'Events',
  summary: 'Look at an event',
  description: 'Shows one event with its exact body, and every try to deliver it.',
  role: 'viewer',
  params: z.strictObject({ merchantId, eventId: eventIdField }),
  answers: { 200: { description: 'The event.', schema: eventSchema } },
  errors: { not_found: 'The merchant has no event with this id.' },
});
