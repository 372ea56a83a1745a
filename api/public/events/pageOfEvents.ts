import type { DeliveryStatus } from '../../../domain/machine/merchantEvent';
import type { MerchantId, PaymentId } from '../../../domain/values/ids';
import type { AnnouncedEvent } from '../../../store/events/announcedEvent';
import { readPage, type ReadPage } from '../../contract/readPage';
import type { ApiDependencies } from '../../dependencies';

/** What narrows a list of events, as requests write it. */
interface Wanted {
  readonly type?: string | undefined;
  readonly status?: DeliveryStatus | undefined;
  readonly paymentId?: PaymentId | undefined;
  readonly createdAfter?: string | undefined;
  readonly createdBefore?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** One page of what a merchant was told, newest first. */
export function pageOfEvents(
  deps: ApiDependencies,
  merchantId: MerchantId,
  { limit, cursor, createdAfter, createdBefore, ...wanted }: Wanted,
): Promise<ReadPage<AnnouncedEvent>> {
  const filter = {
    ...wanted,
    createdAfterMs: createdAfter === undefined ? undefined : Date.parse(createdAfter),
    createdBeforeMs: createdBefore === undefined ? undefined : Date.parse(createdBefore),
  };
  const nowMs = Date.now();
  return readPage(deps, {
    noun: 'events',
    merchantId,
    filter,
    limit,
    cursor,
    read: (page) => deps.store.events.list({ merchantId, nowMs, ...filter }, page),
    idOf: ({ event }) => event.eventId,
  });
}
