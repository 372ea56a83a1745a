import type { Evidence } from '../domain/evidence';
import type { PaymentId } from '../domain/ids';
import { learnCheckoutRequestId, type Payment } from '../domain/payment';
import { settlePayment, type SettlementContext } from '../domain/settlement';
import type { ActivityDependencies } from './dependencies';
import { loadPayment, loadShortcode } from './loadPayment';
import { progressOf, type PaymentProgress } from './paymentProgress';
import { StorageContentionError } from './storageContention';

export interface SettleInput {
  readonly paymentId: PaymentId;
  readonly evidence: readonly Evidence[];
  readonly sealedCheckoutRequestId: string | null;
  readonly nowMs: number;
  readonly lastReadAtMs: number | null;
}

const MAX_TRIES = 5;

/**
 * Judges a payment with new evidence and stores the outcome as one compare-and-set write: state,
 * evidence, history and the merchant's event together. Safe to repeat: evidence that is known
 * already changes nothing.
 * @throws StorageContentionError when others kept writing first; retry it.
 * @throws InvariantError when a rule about money is broken; never retry it.
 */
export async function settle(
  deps: ActivityDependencies,
  input: SettleInput,
): Promise<PaymentProgress> {
  let receiptTaken = false;
  let learn = input.sealedCheckoutRequestId !== null;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const before = await loadPayment(deps, input.paymentId);
    const known = learn ? learned(deps, before, input) : before;
    const context = await contextOf(deps, before, { nowMs: input.nowMs, receiptTaken });
    const { payment, verdict, changed } = settlePayment(known, input.evidence, context, deps.host);
    const { lastReadAtMs } = input;
    const progress = progressOf(payment, { ...context, verdict, lastReadAtMs });
    if (!changed) return progress;
    const outcome = await deps.store.payments.replace(before, payment);
    if (outcome === 'stored') {
      if (payment.state !== before.state) deps.onSettled(payment.state);
      return progress;
    }
    if (outcome === 'receipt_taken') receiptTaken = true;
    if (outcome === 'checkout_request_taken') learn = false;
  }
  throw new StorageContentionError(input.paymentId);
}

function learned(deps: ActivityDependencies, payment: Payment, input: SettleInput): Payment {
  const { sealedCheckoutRequestId } = input;
  if (sealedCheckoutRequestId === null) return payment;
  const id = deps.store.callbacks.openCheckoutRequestId(sealedCheckoutRequestId);
  return learnCheckoutRequestId(payment, id);
}

async function contextOf(
  deps: ActivityDependencies,
  payment: Payment,
  given: Pick<SettlementContext, 'nowMs' | 'receiptTaken'>,
): Promise<SettlementContext> {
  const shortcode = await loadShortcode(deps, payment);
  const merchant = await deps.store.merchants.find(payment.merchantId);
  return {
    ...given,
    timing: deps.timing,
    corroborateAboveKes: merchant?.corroborateAboveKes ?? 0,
    canAskStatus: shortcode.initiator !== null,
  };
}
