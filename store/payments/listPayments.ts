import type { Keyring } from '../../crypto/keyring';
import type { Payment } from '../../domain/payment/payment';
import type { PaymentState } from '../../domain/payment/state';
import { earliestId, type MerchantId } from '../../domain/values/ids';
import type { RecordCollection } from '../mongo/compareAndSet';
import { cutToPage, type Page, type PageAsked } from '../mongo/page';
import { fromRecord, PAYMENT_KIND } from './paymentRecord';

/** Which payments, of one merchant or of all: those that match everything that is given. */
export interface PaymentFilter {
  readonly merchantId?: MerchantId | undefined;
  readonly state?: PaymentState | undefined;
  readonly reference?: string | undefined;
  readonly receipt?: string | undefined;
  readonly shortcode?: string | undefined;
  /** The keyed hash of the number. */
  readonly phoneHash?: string | undefined;
  readonly needsAttention?: boolean | undefined;
  /** At this moment or later. */
  readonly createdAfterMs?: number | undefined;
  /** Before this moment. */
  readonly createdBeforeMs?: number | undefined;
}

/** An id is made within this time of the moment that is stored as the payment's creation. */
const ID_SLACK_MS = 60_000;

/**
 * One page of payments, newest first, by the index on merchant and id, or by what else narrows it.
 * @throws CorruptRecordError when one of them is not what this code writes.
 */
export async function listPayments(
  records: RecordCollection,
  keyring: Keyring,
  filter: PaymentFilter,
  { afterId, limit }: PageAsked,
): Promise<Page<Payment>> {
  const documents = await records
    .find({ ...matching(filter), _id: idsOf(filter, afterId) } as never)
    .sort({ _id: -1 })
    .limit(limit + 1)
    .toArray();
  return cutToPage(
    documents.map((document) => fromRecord(document, keyring).payment),
    limit,
  );
}

function matching(filter: PaymentFilter): Record<string, unknown> {
  const { phoneHash, createdAfterMs, createdBeforeMs, ...plain } = filter;
  const createdAt = {
    ...(createdAfterMs === undefined ? {} : { $gte: new Date(createdAfterMs) }),
    ...(createdBeforeMs === undefined ? {} : { $lt: new Date(createdBeforeMs) }),
  };
  const given = Object.entries({ ...plain, 'phone.hash': phoneHash, kind: PAYMENT_KIND }).filter(
    ([, value]) => value !== undefined,
  );
  return {
    ...Object.fromEntries(given),
    ...(Object.keys(createdAt).length > 0 ? { createdAt } : {}),
  };
}

/** The stretch of ids to look at: a range of time is one of ids, so the index serves both. */
function idsOf(
  { createdAfterMs, createdBeforeMs }: PaymentFilter,
  afterId: string | null,
): Record<string, string> {
  const lowest = earliestId('payment', (createdAfterMs ?? 0) - ID_SLACK_MS);
  const end = createdBeforeMs === undefined ? Infinity : createdBeforeMs + ID_SLACK_MS;
  const highest = earliestId('payment', end);
  const below = afterId !== null && afterId < highest ? afterId : highest;
  return { $gte: lowest, $lt: below };
}
