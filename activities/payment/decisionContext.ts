import type { DecisionContext } from '../../domain/payment/decide';
import type { Payment } from '../../domain/payment/payment';
import { parseShortcode } from '../../domain/values/shortcode';
import type { PaymentDependencies } from './dependencies';
import { loadShortcode } from './loadPayment';

/** What a payment is judged and decided by beside its evidence: settings, at most 30 s old. */
export async function decisionContext(
  deps: PaymentDependencies,
  payment: Payment,
  { isQueryRefused, receiptTaken }: { isQueryRefused: boolean; receiptTaken: boolean },
): Promise<DecisionContext> {
  const shortcode = await loadShortcode(deps, payment);
  const merchant = await deps.store.merchants.find(payment.merchantId);
  return {
    timing: deps.timing,
    corroborateAboveKes: merchant?.corroborateAboveKes ?? 0,
    canAskStatus: shortcode.initiator !== null,
    till: parseShortcode(shortcode.partyB),
    receiptTaken,
    isQueryRefused,
    // Of a merchant that is not to be found nobody decides alone.
    reviewAboveKes: merchant === null ? 0 : merchant.reviewAboveKes,
    lateSuccess: merchant?.lateSuccess,
  };
}
