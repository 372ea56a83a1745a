import type { MerchantId, PaymentId } from '../../../../domain/values/ids';
import type { Payment } from '../../../../domain/payment/payment';
import { OUTCOMES } from '../../../../store/payments/outcomeFeed';
import { NO_SUCH_PAYMENT } from '../../../contract/idField';
import { operation } from '../../../contract/operation';
import type { ApiDependencies } from '../../../dependencies';
import { presentPayment } from '../presentPayment';
import { getPaymentContract } from './contract';

/** Should the change feed be down, a waiting request looks by itself this often. */
const LOOK_AGAIN_MS = 2_000;

/** The payment now, or as soon as its outcome is known. */
export const getPayment = operation(getPaymentContract)(
  (deps) =>
    async ({ params, query, principal, isGone }) => {
      const { paymentId } = params;
      const { merchantId } = principal;
      const waitMs = (query.waitSeconds ?? 0) * 1000;
      const payment = await awaitOutcome(deps, { merchantId, paymentId, waitMs, isGone });
      return { status: 200, body: presentPayment(payment) };
    },
);

interface Waiting {
  readonly merchantId: MerchantId;
  readonly paymentId: PaymentId;
  readonly waitMs: number;
  readonly isGone: () => boolean;
}

async function awaitOutcome(deps: ApiDependencies, waiting: Waiting): Promise<Payment> {
  const { merchantId, paymentId, waitMs, isGone } = waiting;
  const deadlineMs = performance.now() + waitMs;
  for (;;) {
    const leftMs = deadlineMs - performance.now();
    // Listening begins before the look, so that a change between the two is not missed.
    const change =
      leftMs > 0 ? deps.outcomes.nextOutcome(paymentId, Math.min(leftMs, LOOK_AGAIN_MS)) : null;
    const payment = await deps.store.payments.findForMerchant(merchantId, paymentId);
    if (!payment) throw getPaymentContract.refuse('not_found', NO_SUCH_PAYMENT);
    const isOver = isGone() || deps.stopping?.aborted === true;
    if (change === null || hasOutcome(payment) || isOver) return payment;
    await change;
  }
}

function hasOutcome({ state }: Payment): boolean {
  return OUTCOMES.some((outcome) => outcome === state);
}
