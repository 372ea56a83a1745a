import type { Evidence } from '../../domain/evidence/evidence';
import type { PaymentId } from '../../domain/values/ids';
import { currentAttempt, type Payment } from '../../domain/payment/payment';
import { parseShortcode } from '../../domain/values/shortcode';
import { settlePayment, type SettlementContext } from '../../domain/payment/decide';
import { admit, type Arrived } from './admitNotices';
import type { ActivityDependencies } from '../dependencies';
import { loadPayment, loadShortcode } from './loadPayment';
import { progressOf, type PaymentProgress } from './paymentProgress';
import { StorageContentionError } from './storageContention';

/** What Safaricom POSTed is held against the attempt before it counts. */
export interface SettleInput extends Arrived {
  readonly paymentId: PaymentId;
  /** What Safaricom answered when asked. */
  readonly reads: readonly Evidence[];
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
  let mayLearn = true;
  // What this worker wrote last is mostly what is stored; where it is not, the write notices.
  let held = deps.store.payments.lastWritten(input.paymentId);
  let arrived: Arrived = input;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const before = held ?? (await loadPayment(deps, input.paymentId));
    const { payment: known, evidence } = admit(deps, before, arrived, mayLearn);
    const fresh = [...evidence, ...input.reads];
    const context = await contextOf(deps, before, { nowMs: input.nowMs, receiptTaken });
    const settled = settlePayment(known, fresh, context, deps.host);
    const { payment, verdict } = settled;
    const changed = settled.changed || handleOf(payment) !== handleOf(before);
    if (verdict.kind === 'unpaid' && arrived.kept === undefined) {
      // Whoever called back while Safaricom was asked got our 200: hear them before it is said
      // that nobody paid.
      arrived = { ...input, kept: await deps.store.callbacks.noticesFor(input.paymentId) };
      continue;
    }
    const { lastReadAtMs } = input;
    const progress = progressOf(payment, { ...context, verdict, lastReadAtMs });
    const isStored = held === null;
    held = null;
    if (!changed && isStored) return progress;
    // Without a write nothing would notice, so the stored payment is looked at itself.
    if (!changed) continue;
    const outcome = await deps.store.payments.replace(before, payment);
    if (outcome === 'stored') {
      if (payment.state !== before.state) deps.onSettled(payment.state);
      return progress;
    }
    if (outcome === 'receipt_taken') receiptTaken = true;
    if (outcome === 'checkout_request_taken') mayLearn = false;
  }
  throw new StorageContentionError(input.paymentId);
}

/** What Safaricom is asked by; a callback may bring it, or another one, with nothing else new. */
function handleOf(payment: Payment): string | null {
  return currentAttempt(payment)?.checkoutRequestId ?? null;
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
    till: parseShortcode(shortcode.partyB),
  };
}
