import { z } from 'zod';
import { DELIVERY_STATUSES } from '../../../../domain/machine/merchantEvent';
import { defineContract } from '../../../contract/contract';
import { MAX_PAGE, momentField, oneOf, pageFields } from '../../../contract/listFields';
import { resentSchema } from '../resentSchema';

const range = z
  .strictObject({
    createdAfter: momentField('createdAfter', 'Events written at this moment or later.'),
    createdBefore: momentField('createdBefore', 'Events written before this moment.'),
    status: oneOf('status', DELIVERY_STATUSES, 'Only events with this status.').optional(),
    ...pageFields('body'),
  })
  .meta({
    id: 'ResendEvents',
    description: 'Which events to send again.',
    examples: [
      {
        createdAfter: '2026-11-23T17:00:00.000Z',
        createdBefore: '2026-11-23T18:00:00.000Z',
        status: 'parked',
        limit: MAX_PAGE,
      },
    ],
  });

export const resendEventsContract = defineContract({
  operationId: 'resendEvents',
  method: 'post',
  path: '/v1/events/resend',
  tag: 'Events',
  summary: 'Send the events of a time again',
  description:
    `Delivers the events of a range of time again, at most ${MAX_PAGE} with each request, ` +
    'beginning with the newest. Use it after your endpoint was down.',
  role: 'pay',
  body: range,
  answers: {
    202: { description: 'The events are being sent.', schema: resentSchema },
  },
  errors: {
    no_endpoint: 'You have no webhook endpoint.',
    engine_unavailable: 'Some events wait, but their delivery is not confirmed. Repeat it.',
    engine_not_set_up: 'The events wait for the operator of Hakika.',
  },
});
