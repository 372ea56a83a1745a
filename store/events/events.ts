import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { MerchantEvent } from '../../domain/machine/merchantEvent';
import type { EventId, MerchantId } from '../../domain/values/ids';
import type { Owner } from '../../domain/values/owner';
import type { Models } from '../mongo/connection';
import { corruption } from '../mongo/corruptRecord';
import { fromStoredMoments } from '../mongo/storedMoments';
import { eventShape, MOMENTS } from '../payments/paymentShape';

/** Which event of which owner. */
export interface EventKey {
  readonly owner: Owner;
  readonly eventId: EventId;
}

/** An event with the merchant to whom it is told. */
export interface FoundEvent {
  readonly merchantId: MerchantId;
  readonly event: MerchantEvent;
}

interface Told {
  readonly merchantId: MerchantId;
  readonly events: readonly MerchantEvent[];
}

const RECENT_MAX = 1_000;
const RECENT_TTL_MS = 60_000;

const foundSchema = z.looseObject({ merchantId: z.string(), events: z.array(z.looseObject({})) });

/**
 * Merchants' events, whatever owns them: they lie in their owner's document, so that one write
 * tells what it changes. This is the one place to find them and to note how their delivery ended.
 */
export class Events {
  /** Events as this process wrote them: their bodies never change. */
  readonly #recent = new LRUCache<EventId, FoundEvent>({ max: RECENT_MAX, ttl: RECENT_TTL_MS });

  constructor(private readonly models: Models) {}

  /** Keeps what was just written, so that its first delivery needs no read. */
  remember({ merchantId, events }: Told): void {
    const event = events.at(-1);
    if (event?.status === 'pending') this.#recent.set(event.eventId, { merchantId, event });
  }

  /**
   * The event, or null where its owner has none of that id.
   * @throws CorruptRecordError when it is not what this code writes.
   */
  async find({ owner, eventId }: EventKey): Promise<FoundEvent | null> {
    const recent = this.#recent.get(eventId);
    if (recent) return recent;
    const document = await this.models.moneyRecords
      .findOne({ _id: owner.id, kind: owner.kind })
      .select({ merchantId: 1, events: 1 })
      .lean();
    if (document === null) return null;
    const owned = foundSchema.safeParse(document);
    if (!owned.success) throw corruption('event', owned.error);
    const stored = owned.data.events.find((event) => event['eventId'] === eventId);
    if (stored === undefined) return null;
    const shaped = eventShape.safeParse(fromStoredMoments(stored, MOMENTS.event));
    if (!shaped.success) throw corruption('event', shaped.error);
    return {
      merchantId: owned.data.merchantId as MerchantId,
      event: shaped.data as unknown as MerchantEvent,
    };
  }

  /** Notes how an event's delivery ended. Repeating it changes nothing. */
  async mark(
    { owner, eventId }: EventKey,
    status: 'delivered' | 'parked',
    atMs: number,
  ): Promise<void> {
    this.#recent.delete(eventId);
    const deliveredAt = status === 'delivered' ? new Date(atMs) : null;
    await this.models.moneyRecords.collection.updateOne(
      {
        _id: owner.id as never,
        events: { $elemMatch: { eventId, status: { $ne: 'delivered' } } },
      },
      {
        $set: { 'events.$.status': status, 'events.$.deliveredAt': deliveredAt },
        $inc: { version: 1 },
      },
    );
  }
}
