import { z } from 'zod';
import type { DeliveryStatus } from '../../domain/machine/merchantEvent';
import {
  earliestId,
  madeAtMs,
  type EventId,
  type MerchantId,
  type PaymentId,
} from '../../domain/values/ids';
import type { RecordCollection } from '../mongo/compareAndSet';
import { corruption } from '../mongo/corruptRecord';
import { cutToPage, type Page, type PageAsked } from '../mongo/page';
import { readAnnounced, type AnnouncedEvent } from './announcedEvent';

/** Which of a merchant's events: those that match everything that is given. */
export interface EventFilter {
  readonly merchantId: MerchantId;
  readonly nowMs: number;
  readonly type?: string | undefined;
  readonly status?: DeliveryStatus | undefined;
  readonly paymentId?: PaymentId | undefined;
  /** Written at this moment or later. */
  readonly createdAfterMs?: number | undefined;
  /** Written before this moment. */
  readonly createdBeforeMs?: number | undefined;
}

const FIELDS = { kind: 1, merchantId: 1, events: 1, deliveries: 1 };
const documentShape = z.looseObject({ events: z.array(z.looseObject({ eventId: z.string() })) });
const unwoundShape = z.looseObject({ events: z.looseObject({}) });

/** The event of that id, or null where the merchant has none. */
export async function findAnnounced(
  records: RecordCollection,
  merchantId: MerchantId,
  eventId: EventId,
): Promise<AnnouncedEvent | null> {
  const filter = { merchantId, 'events.eventId': eventId } as never;
  const document = await records.findOne(filter, { projection: FIELDS });
  if (document === null) return null;
  const parsed = documentShape.safeParse(document);
  if (!parsed.success) throw corruption('event', parsed.error);
  const stored = parsed.data.events.find((event) => event.eventId === eventId);
  return stored === undefined ? null : readAnnounced(document, stored);
}

const FIRST_STRETCH_MS = 60_000;
const GROWTH = 8;
/** Another machine's clock may be ahead of ours by so much. */
const CLOCK_SLACK_MS = 60_000;

/**
 * One page of a merchant's events, newest first. They lie in their owners, and no index gives them
 * in order across owners. So stretches of time are looked at, each longer than the one before: a
 * page of recent events reads recent owners only, and all of time takes ten questions.
 */
export async function listEvents(
  records: RecordCollection,
  filter: EventFilter,
  { afterId, limit }: PageAsked,
): Promise<Page<AnnouncedEvent>> {
  const { createdAfterMs: fromMs = 0, createdBeforeMs = filter.nowMs + CLOCK_SLACK_MS } = filter;
  const end = earliestId('event', createdBeforeMs);
  let below: string = afterId !== null && afterId < end ? afterId : end;
  const found: AnnouncedEvent[] = [];
  // One payment's events are few: one look is enough.
  let stretchMs = filter.paymentId === undefined ? FIRST_STRETCH_MS : Infinity;
  for (;;) {
    const lowestMs = Math.max(fromMs, madeAtMs(below) - stretchMs);
    const lowest = earliestId('event', lowestMs);
    const missing = limit + 1 - found.length;
    found.push(...(await between(records, filter, { lowest, below, limit: missing })));
    if (found.length > limit || lowestMs <= fromMs) return cutToPage(found, limit);
    below = lowest;
    stretchMs *= GROWTH;
  }
}

interface Stretch {
  readonly lowest: string;
  readonly below: string;
  readonly limit: number;
}

async function between(
  records: RecordCollection,
  { merchantId, type, status, paymentId }: EventFilter,
  { lowest, below, limit }: Stretch,
): Promise<AnnouncedEvent[]> {
  const wanted = {
    eventId: { $gte: lowest, $lt: below },
    ...(type === undefined ? {} : { type }),
    ...(status === undefined ? {} : { status }),
  };
  const unwound = Object.entries(wanted).map(([name, value]) => [`events.${name}`, value]);
  const owner = paymentId === undefined ? {} : { _id: paymentId };
  const rows = await records
    .aggregate([
      { $match: { merchantId, ...owner, events: { $elemMatch: wanted } } },
      { $project: FIELDS },
      { $unwind: '$events' },
      { $match: Object.fromEntries(unwound) as object },
      { $sort: { 'events.eventId': -1 } },
      { $limit: limit },
    ])
    .toArray();
  return rows.map((row) => {
    const parsed = unwoundShape.safeParse(row);
    if (!parsed.success) throw corruption('event', parsed.error);
    return readAnnounced(row, parsed.data.events);
  });
}
