import { z } from 'zod';
import type { DeliveryTries } from '../../domain/machine/deliveryTry';
import type { MerchantEvent } from '../../domain/machine/merchantEvent';
import type { EventId, MerchantId } from '../../domain/values/ids';
import { OWNER_KINDS, type Owner } from '../../domain/values/owner';
import { corruption } from '../mongo/corruptRecord';
import { fromStoredMoments } from '../mongo/storedMoments';
import { eventShape, MOMENTS } from '../payments/paymentShape';
import { triesIn } from './tries';

/** An event as it lies in the store: what it says, whose it is, and every try to deliver it. */
export interface AnnouncedEvent {
  readonly merchantId: MerchantId;
  readonly owner: Owner;
  readonly event: MerchantEvent;
  readonly tries: DeliveryTries;
}

const rowShape = z.looseObject({
  _id: z.string(),
  kind: z.enum(OWNER_KINDS),
  merchantId: z.string(),
  deliveries: z.record(z.string(), z.unknown()).default({}),
});

/**
 * Reads one event of its owner's document.
 * @throws CorruptRecordError when it is not what this code writes.
 */
export function readAnnounced(document: unknown, stored: object): AnnouncedEvent {
  const row = rowShape.safeParse(document);
  if (!row.success) throw corruption('event', row.error);
  const event = eventShape.safeParse(fromStoredMoments(stored, MOMENTS.event));
  if (!event.success) throw corruption('event', event.error);
  const { _id: id, kind, merchantId, deliveries } = row.data;
  return {
    merchantId: merchantId as MerchantId,
    owner: { kind, id },
    event: event.data as unknown as MerchantEvent,
    tries: triesIn(deliveries, event.data.eventId as EventId),
  };
}
