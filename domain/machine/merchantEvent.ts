import type { EventId } from '../values/ids';
import type { Acting } from './machine';

export const DELIVERY_STATUSES = ['pending', 'delivered', 'parked'] as const;

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** What the merchant is told: written in the same document write as what it tells of. */
export interface MerchantEvent<Type extends string = string> {
  readonly eventId: EventId;
  readonly type: Type;
  /** Rises by one per owner, so that a receiver can drop what is older than it has seen. */
  readonly sequence: number;
  readonly createdAtMs: number;
  /** The exact JSON body, so that every delivery is signed over the same bytes. */
  readonly body: string;
  readonly status: DeliveryStatus;
  readonly deliveredAtMs: number | null;
}

/**
 * Appends what the merchant is to be told. The body is rendered once, here, because every delivery
 * of an event must carry the same bytes (Standard Webhooks: a retry is the same message). `data` is
 * the owner as merchants see it.
 */
export function appendEvent<Type extends string>(
  events: readonly MerchantEvent<Type>[],
  type: Type,
  data: object,
  { nowMs, host }: Acting,
): MerchantEvent<Type>[] {
  const eventId = host.newId('event');
  const sequence = events.length + 1;
  const timestamp = new Date(nowMs).toISOString();
  const body = JSON.stringify({ id: eventId, type, timestamp, sequence, data });
  const event = { eventId, type, sequence, createdAtMs: nowMs, body } as const;
  return [...events, { ...event, status: 'pending', deliveredAtMs: null }];
}
