import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { eventIdField } from '../../../contract/idField';
import { eventSchema } from '../eventSchema';

export const getEventContract = defineContract({
  operationId: 'getEvent',
  method: 'get',
  path: '/v1/events/{eventId}',
  tag: 'Events',
  summary: 'Look at an event',
  description:
    'Shows one event with its body exactly as it is delivered, and every try to deliver it.',
  role: 'read',
  params: z.strictObject({ eventId: eventIdField }),
  answers: {
    200: { description: 'The event.', schema: eventSchema },
  },
  errors: {
    not_found: 'There is no event of yours with this id.',
  },
});
