import { z } from 'zod';
import type { DeliveryTries, DeliveryTry } from '../../domain/machine/deliveryTry';
import type { EventId } from '../../domain/values/ids';
import { corruption } from '../mongo/corruptRecord';
import { fromStoredMoments, toStoredMoments } from '../mongo/storedMoments';

/** So many of the first tries are kept, and as many of the last. */
const KEPT = 20;
const MOMENTS = ['at'];

const tryShape = z.strictObject({
  atMs: z.number(),
  httpStatus: z.number().int().nullable(),
  failure: z.string().nullable(),
  latencyMs: z.number(),
  answer: z.string().nullable(),
});

const storedShape = z.object({
  count: z.number().int(),
  first: z.array(z.looseObject({})),
  last: z.array(z.looseObject({})),
});

/** A part of an update of the owner's document. */
export interface Note {
  readonly $inc: Readonly<Record<string, number>>;
  readonly $push: Record<string, { readonly $each: object[]; readonly $slice: number }>;
}

/**
 * What notes a try in its event's owner. It lies beside the events and not in them: the owner is
 * written whole by who changes it, and a try must neither get lost by that nor hold it up.
 */
export function noteOf(eventId: EventId, tried: DeliveryTry): Note {
  const $each = [toStoredMoments(tried, MOMENTS)];
  const at = `deliveries.${eventId}`;
  return {
    $inc: { [`${at}.count`]: 1 },
    $push: {
      [`${at}.first`]: { $each, $slice: KEPT },
      [`${at}.last`]: { $each, $slice: -KEPT },
    },
  };
}

/**
 * The tries of an event, from its owner's document.
 * @throws CorruptRecordError when they are not what this code writes.
 */
export function triesIn(deliveries: Readonly<Record<string, unknown>>, id: EventId): DeliveryTries {
  const stored = deliveries[id];
  if (stored === undefined) return { count: 0, kept: [] };
  const parsed = storedShape.safeParse(stored);
  if (!parsed.success) throw corruption('delivery', parsed.error);
  const { count, first, last } = parsed.data;
  // What came among the first is in both lists until there are twice as many.
  const later = count > KEPT ? last.slice(-Math.min(KEPT, count - KEPT)) : [];
  return { count, kept: [...first, ...later].map(readTry) };
}

function readTry(stored: object): DeliveryTry {
  const parsed = tryShape.safeParse(fromStoredMoments(stored, MOMENTS));
  if (!parsed.success) throw corruption('delivery', parsed.error);
  return parsed.data;
}
