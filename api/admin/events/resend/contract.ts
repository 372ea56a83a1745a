import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { eventIdField } from '../../../contract/idField';
import { eventSchema } from '../../../public/events/eventSchema';
import { reason } from '../../fields';
import { merchantId } from '../fields';

export const resendMerchantEventContract = defineContract({
  operationId: 'resendMerchantEvent',
  method: 'post',
  path: '/admin/v1/merchants/{merchantId}/events/{eventId}/resend',
  tag: 'Events',
  summary: 'Send an event to its merchant again',
  description:
    'Delivers an event now, with the same `webhook-id` and the same body. It moves no money ' +
    'and changes no payment.',
  role: 'support',
  params: z.strictObject({ merchantId, eventId: eventIdField }),
  body: z.strictObject({ reason }).meta({
    id: 'ResendEvent',
    description: 'Why an event is sent again.',
    examples: [{ reason: 'Ticket 46: the endpoint of the shop was down.' }],
  }),
  answers: { 202: { description: 'The event, which is being sent.', schema: eventSchema } },
  errors: {
    not_found: 'The merchant has no event with this id.',
    no_endpoint: 'The merchant has no webhook endpoint.',
    engine_unavailable: 'The event waits, but its delivery is not confirmed. Repeat the request.',
    engine_not_set_up: 'The event waits until the set-up was run.',
  },
});
