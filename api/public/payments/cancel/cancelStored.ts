import { newId } from '../../../../crypto/newId';
import { sha256 } from '../../../../crypto/sha256';
import { cancelPayment, type Cancellation } from '../../../../domain/payment/cancel';
import type { Payment } from '../../../../domain/payment/payment';
import type { MerchantId, PaymentId } from '../../../../domain/values/ids';
import { paymentOwner } from '../../../../domain/values/owner';
import type { ApiDependencies } from '../../../dependencies';

interface Asked {
  readonly merchantId: MerchantId;
  readonly paymentId: PaymentId;
}

/**
 * Cancels a payment in the store, or says why it cannot be; null where the merchant has no such
 * payment. The worker reserves its push by the same compare-and-set: one of the two is written.
 */
export async function cancelStored(
  deps: Pick<ApiDependencies, 'store' | 'report'>,
  { merchantId, paymentId }: Asked,
): Promise<Cancellation | null> {
  // Ends: each further turn means that another writer was first, and those leave `created` soon.
  for (;;) {
    const before = await deps.store.payments.findForMerchant(merchantId, paymentId);
    if (before === null) return null;
    const acting = { nowMs: Date.now(), host: { sha256, newId } };
    const cancellation = cancelPayment(before, await hasArrived(deps, before), acting);
    if (cancellation.kind !== 'cancelled') return cancellation;
    const written = await deps.store.payments.replace(before, cancellation.payment);
    if (written !== 'stored') continue;
    deps.report.paymentReached(paymentId, cancellation.payment.state);
    return cancellation;
  }
}

/** Only a push that Daraja said it had not acted on leaves a payment in `created`. */
async function hasArrived(
  { store }: Pick<ApiDependencies, 'store'>,
  { push, paymentId }: Payment,
): Promise<boolean> {
  if (push === null) return false;
  return (await store.inbox.noticesFor(paymentOwner(paymentId))).length > 0;
}
