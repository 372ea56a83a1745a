import type { Payment } from '../../../domain/payment/payment';
import type { PaymentState } from '../../../domain/payment/state';
import type { MerchantId } from '../../../domain/values/ids';
import { readPage, type ReadPage } from '../../contract/readPage';
import type { ApiDependencies } from '../../dependencies';

/** What narrows a list of payments, as requests write it; the phone as its keyed hash. */
export interface WantedPayments {
  readonly state?: PaymentState | undefined;
  readonly reference?: string | undefined;
  readonly receipt?: string | undefined;
  readonly shortcode?: string | undefined;
  readonly phoneHash?: string | undefined;
  readonly needsAttention?: boolean | undefined;
  readonly createdAfter?: string | undefined;
  readonly createdBefore?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** One page of the payments of a merchant, or of all merchants where that is null. */
export async function readPayments(
  deps: ApiDependencies,
  merchantId: MerchantId | null,
  { limit, cursor, createdAfter, createdBefore, ...wanted }: WantedPayments,
): Promise<ReadPage<Payment>> {
  const filter = {
    ...wanted,
    createdAfterMs: createdAfter === undefined ? undefined : Date.parse(createdAfter),
    createdBeforeMs: createdBefore === undefined ? undefined : Date.parse(createdBefore),
  };
  const whose = merchantId === null ? {} : { merchantId };
  return readPage(deps, {
    noun: 'payments',
    merchantId,
    filter,
    limit,
    cursor,
    read: (page) => deps.store.payments.list({ ...whose, ...filter }, page),
    idOf: ({ paymentId }) => paymentId,
  });
}
