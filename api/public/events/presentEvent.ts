import type { z } from 'zod';
import type { PaymentEventType } from '../../../domain/payment/payment';
import { madeAtMs } from '../../../domain/values/ids';
import type { AnnouncedEvent } from '../../../store/events/announcedEvent';
import type { eventSchema } from './eventSchema';

export type PresentedEvent = z.infer<typeof eventSchema>;

/** An event as answers show it, with its body as it was delivered. */
export function presentEvent({ owner, event, tries }: AnnouncedEvent): PresentedEvent {
  const { eventId, type, sequence, status, deliveredAtMs, body } = event;
  return {
    id: eventId,
    object: 'event',
    type: type as PaymentEventType,
    paymentId: owner.id,
    sequence,
    createdAt: new Date(madeAtMs(eventId)).toISOString(),
    status,
    deliveredAt: deliveredAtMs === null ? null : new Date(deliveredAtMs).toISOString(),
    body,
    tries: tries.kept.map(({ atMs, ...tried }) => ({ at: new Date(atMs).toISOString(), ...tried })),
    triesCount: tries.count,
  };
}
