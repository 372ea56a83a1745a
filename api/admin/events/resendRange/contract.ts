import { z } from 'zod';
import { DELIVERY_STATUSES } from '../../../../domain/machine/merchantEvent';
import { defineContract } from '../../../contract/contract';
import { MAX_PAGE, momentField, oneOf, pageFields } from '../../../contract/listFields';
import { resentSchema } from '../../../public/events/resentSchema';
import { reason } from '../../fields';
import { merchantId } from '../fields';

const range = z
  .strictObject({
    createdAfter: momentField('createdAfter', 'Events written at this moment or later.'),
    createdBefore: momentField('createdBefore', 'Events written before this moment.'),
    status: oneOf('status', DELIVERY_STATUSES, 'Only events with this status.').optional(),
    ...pageFields('body'),
    reason,
  })
  .meta({
    id: 'ResendMerchantEvents',
    description: 'Which events to send again, and why.',
    examples: [
      {
        createdAfter: '2026-11-23T17:00:00.000Z',
        createdBefore: '2026-11-23T18:00:00.000Z',
        status: 'parked',
        limit: MAX_PAGE,
        reason: 'Ticket 46: the endpoint of the shop was down.',
      },
    ],
  });

export const resendMerchantEventsContract = defineContract({
  operationId: 'resendMerchantEvents',
  method: 'post',
  path: '/admin/v1/merchants/{merchantId}/events/resend',
  tag: 'Events',
  summary: 'Send the events of a time to their merchant again',
  description:
    `Delivers the events of a range of time again, at most ${MAX_PAGE} with each request, ` +
    'beginning with the newest.',
  role: 'support',
  params: z.strictObject({ merchantId }),
  body: range,
  answers: { 202: { description: 'The events are being sent.', schema: resentSchema } },
  errors: {
    no_endpoint: 'The merchant has no webhook endpoint.',
    engine_unavailable: 'Some events wait, but their delivery is not confirmed. Repeat it.',
    engine_not_set_up: 'The events wait until the set-up was run.',
  },
});
