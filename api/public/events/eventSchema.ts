import { z } from 'zod';
import { DELIVERY_STATUSES } from '../../../domain/machine/merchantEvent';
import { PAYMENT_EVENT_TYPES } from '../../../domain/payment/payment';
import { listSchema } from '../../contract/listFields';
import { extensible, moment } from '../../contract/openapi/marks';

const deliveryTry = z.strictObject({
  at: moment,
  httpStatus: z.int().nullable().meta({ description: 'What your endpoint answered, if it did.' }),
  failure: z.string().nullable().meta({ description: 'Why no answer came, as a code.' }),
  latencyMs: z.int().meta({ description: 'How long the try took, in milliseconds.' }),
  answer: z.string().nullable().meta({
    description: 'How the body of the answer began, up to 200 characters, with numbers masked.',
  }),
});

/** An event in an answer: what was told, and what came of telling it. */
export const eventSchema = z
  .strictObject({
    id: z.string().meta({ description: 'Begins with `evt_`; the `webhook-id` of deliveries.' }),
    object: z.literal('event'),
    type: extensible(z.enum(PAYMENT_EVENT_TYPES)),
    paymentId: z.string(),
    sequence: z.int().meta({ description: 'Rises by one with each event of a payment.' }),
    createdAt: moment.meta({ description: 'When it was written. Lists go by this.' }),
    status: z.enum(DELIVERY_STATUSES).meta({
      description:
        '`pending`: it is being delivered, or will be. `delivered`: your endpoint took it. ' +
        '`parked`: no endpoint took it in time; send it again when yours is well.',
    }),
    deliveredAt: moment.nullable(),
    body: z.string().meta({ description: 'The exact body of every delivery, byte for byte.' }),
    tries: z.array(deliveryTry).meta({
      description: 'The first and the last twenty tries to deliver it, oldest first.',
    }),
    triesCount: z.int().meta({ description: 'How many tries there were, kept or not.' }),
  })
  .meta({
    id: 'Event',
    description: 'What you were told of a payment, and how its delivery went.',
    examples: [
      {
        id: 'evt_01kaqq00000000000000000002',
        object: 'event',
        type: 'payment.succeeded',
        paymentId: 'pay_01kaqq00000000000000000001',
        sequence: 1,
        createdAt: '2026-11-23T17:30:31.000Z',
        status: 'delivered',
        deliveredAt: '2026-11-23T17:30:31.000Z',
        body: '{"id":"evt_01kaqq00000000000000000002","type":"payment.succeeded"}',
        tries: [
          {
            at: '2026-11-23T17:30:31.000Z',
            httpStatus: 204,
            failure: null,
            latencyMs: 48,
            answer: null,
          },
        ],
        triesCount: 1,
      },
    ],
  });

/** A page of events. */
export const eventListSchema = listSchema(eventSchema, 'EventList', 'A page of events.');
