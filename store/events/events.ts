import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { DeliveryTry } from '../../domain/machine/deliveryTry';
import type { MerchantEvent } from '../../domain/machine/merchantEvent';
import { resentSweepAtMs } from '../../domain/payment/sweep';
import type { EventId, MerchantId } from '../../domain/values/ids';
import type { Owner } from '../../domain/values/owner';
import type { RecordCollection } from '../mongo/compareAndSet';
import type { Models } from '../mongo/connection';
import type { Page, PageAsked } from '../mongo/page';
import { corruption } from '../mongo/corruptRecord';
import { fromStoredMoments } from '../mongo/storedMoments';
import { eventShape, MOMENTS } from '../payments/paymentShape';
import type { AnnouncedEvent } from './announcedEvent';
import { findAnnounced, listEvents, type EventFilter } from './listEvents';
import { noteOf } from './tries';

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

/** What an owner of events looked like at one version of its document. */
interface Told {
  readonly merchantId: MerchantId;
  readonly events: readonly MerchantEvent[];
  readonly version: number;
  /** Whether something may still happen to it that is not the delivery of an event. */
  readonly isBusy: boolean;
}

/** An event, and where it lies in that version of its owner. */
interface PlacedEvent extends FoundEvent {
  readonly version: number;
  readonly index: number;
  /** Whether nothing is left to do about its owner once it is delivered. */
  readonly isLast: boolean;
}

const RECENT_MAX = 1_000;
const RECENT_TTL_MS = 60_000;

const foundSchema = z.looseObject({
  merchantId: z.string(),
  kind: z.string(),
  version: z.number(),
  open: z.boolean(),
  needsAttention: z.boolean(),
  events: z.array(z.looseObject({})),
});
const FOUND_FIELDS = { merchantId: 1, kind: 1, version: 1, open: 1, needsAttention: 1, events: 1 };

/**
 * Merchants' events, whatever owns them: they lie in their owner's document, so that one write
 * tells what it changes. This is the one place to find them and to note how their delivery ended.
 */
export class Events {
  /** Events as this process last saw them: their bodies never change, their places seldom. */
  readonly #recent = new LRUCache<EventId, PlacedEvent>({ max: RECENT_MAX, ttl: RECENT_TTL_MS });

  constructor(private readonly models: Models) {}

  /** Keeps what was just written, so that its first delivery needs no read. */
  remember(told: Told): void {
    const { merchantId, events, version } = told;
    const index = events.length - 1;
    const event = events[index];
    if (event?.status !== 'pending') return;
    const isLast = isLastOf(events, index, told.isBusy);
    this.#recent.set(event.eventId, { merchantId, event, version, index, isLast });
  }

  /**
   * The event, or null where its owner has none of that id.
   * @throws CorruptRecordError when it is not what this code writes.
   */
  async find({ owner, eventId }: EventKey): Promise<FoundEvent | null> {
    const recent = this.#recent.get(eventId);
    if (recent) return recent;
    const document = await this.models.moneyRecords
      .findOne({ _id: owner.id })
      .select(FOUND_FIELDS)
      .lean();
    if (document === null) return null;
    const owned = foundSchema.safeParse(document);
    if (!owned.success) throw corruption('event', owned.error);
    if (owned.data.kind !== owner.kind) return null;
    const placed = placedIn(owned.data, eventId);
    if (placed !== null) this.#recent.set(eventId, placed);
    return placed;
  }

  /**
   * Notes how an event's delivery ended, with the try that ended it in the same write. Says whether
   * it did: repeating it changes nothing.
   */
  async mark(
    { owner, eventId }: EventKey,
    status: 'delivered' | 'parked',
    atMs: number,
    tried?: DeliveryTry,
  ): Promise<boolean> {
    const seen = this.#recent.get(eventId);
    this.#recent.delete(eventId);
    const deliveredAt = status === 'delivered' ? new Date(atMs) : null;
    const { $inc = {}, ...note } = tried ? noteOf(eventId, tried) : {};
    const change = { ...note, $inc: { version: 1, ...$inc } };
    if (seen && seen.event.status !== 'delivered') {
      // Nearly always nobody wrote since: then its place is known, and whether all is done.
      const at = `events.${seen.index}`;
      const done = seen.isLast ? { sweepAt: null } : {};
      const $set = { [`${at}.status`]: status, [`${at}.deliveredAt`]: deliveredAt, ...done };
      const filter = { _id: owner.id, version: seen.version };
      const { matchedCount } = await this.#records.updateOne(filter, { ...change, $set });
      if (matchedCount > 0) return true;
    }
    const { matchedCount } = await this.#records.updateOne(
      { _id: owner.id, events: { $elemMatch: { eventId, status: { $ne: 'delivered' } } } },
      {
        ...change,
        $set: { 'events.$.status': status, 'events.$.deliveredAt': deliveredAt },
      },
    );
    return matchedCount > 0;
  }

  /** Notes a try that changed nothing about the event: its owner's version stays. */
  async noteTry({ owner, eventId }: EventKey, tried: DeliveryTry): Promise<void> {
    await this.#records.updateOne({ _id: owner.id }, noteOf(eventId, tried));
  }

  /** Makes an event wait for its delivery again, whatever became of the one before. */
  async reopen({ owner, eventId }: EventKey): Promise<void> {
    this.#recent.delete(eventId);
    await this.#records.updateOne(
      { _id: owner.id, events: { $elemMatch: { eventId, status: { $ne: 'pending' } } } },
      {
        $set: {
          'events.$.status': 'pending',
          'events.$.deliveredAt': null,
          sweepAt: new Date(resentSweepAtMs(Date.now())),
        },
        $inc: { version: 1 },
      },
    );
  }

  /** A merchant's event with its tries; another merchant's is as absent as one that never was. */
  findAnnounced(merchantId: MerchantId, eventId: EventId): Promise<AnnouncedEvent | null> {
    return findAnnounced(this.#records, merchantId, eventId);
  }

  /** One page of what a merchant was told, newest first. */
  list(filter: EventFilter, page: PageAsked): Promise<Page<AnnouncedEvent>> {
    return listEvents(this.#records, filter, page);
  }

  get #records(): RecordCollection {
    return this.models.moneyRecords.collection as unknown as RecordCollection;
  }
}

/** Whether an owner has nothing left to do once that one of its events is delivered. */
function isLastOf(
  events: readonly { readonly status?: unknown }[],
  index: number,
  isBusy: boolean,
): boolean {
  return !isBusy && events.every(({ status }, at) => at === index || status !== 'pending');
}

/** @throws CorruptRecordError when the event is not what this code writes. */
function placedIn(found: z.infer<typeof foundSchema>, eventId: EventId): PlacedEvent | null {
  const { events, version } = found;
  const index = events.findIndex((event) => event['eventId'] === eventId);
  const stored = events[index];
  if (stored === undefined) return null;
  const shaped = eventShape.safeParse(fromStoredMoments(stored, MOMENTS.event));
  if (!shaped.success) throw corruption('event', shaped.error);
  return {
    merchantId: found.merchantId as MerchantId,
    event: shaped.data as unknown as MerchantEvent,
    version,
    index,
    isLast: isLastOf(events, index, found.open || found.needsAttention),
  };
}
