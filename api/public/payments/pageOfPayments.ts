import type { z } from 'zod';
import type { MerchantId } from '../../../domain/values/ids';
import type { ApiDependencies } from '../../dependencies';
import type { paymentListSchema } from './filters';
import { presentPayment } from './presentPayment';
import { readPayments, type WantedPayments } from './readPayments';

/** One page of a merchant's payments, however they were asked for. */
export async function pageOfPayments(
  deps: ApiDependencies,
  merchantId: MerchantId,
  wanted: WantedPayments,
): Promise<z.infer<typeof paymentListSchema>> {
  const { items, nextCursor } = await readPayments(deps, merchantId, wanted);
  return { object: 'list', data: items.map(presentPayment), nextCursor };
}
