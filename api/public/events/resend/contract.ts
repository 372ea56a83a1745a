import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { eventIdField } from '../../../contract/idField';
import { eventSchema } from '../eventSchema';

export const resendEventContract = defineContract({
  operationId: 'resendEvent',
  method: 'post',
  path: '/v1/events/{eventId}/resend',
  tag: 'Events',
  summary: 'Send an event again',
  description:
    'Delivers an event now, with the same `webhook-id` and the same body, also one that was ' +
    'delivered or parked. Where your endpoint does not take it, it is tried on the usual ' +
    'schedule. Repeating the request while it is being sent sends it once.',
  role: 'pay',
  params: z.strictObject({ eventId: eventIdField }),
  answers: {
    202: { description: 'The event, which is being sent.', schema: eventSchema },
  },
  errors: {
    not_found: 'There is no event of yours with this id.',
    no_endpoint: 'You have no webhook endpoint.',
    engine_unavailable: 'The event waits, but its delivery is not confirmed. Repeat the request.',
    engine_not_set_up: 'The event waits for the operator of Hakika.',
  },
});
