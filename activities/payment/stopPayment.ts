import { promptedAtMs, type Payment } from '../../domain/payment/payment';
import { isLegal, type PaymentState } from '../../domain/payment/state';
import { move, refusePayment } from '../../domain/payment/transition';
import type { EventId, MerchantId, PaymentId } from '../../domain/values/ids';
import { changePayment } from './changePayment';
import type { PaymentDependencies } from './dependencies';

export interface StopPaymentInput {
  readonly paymentId: PaymentId;
  /** The class of the failure that no repetition heals. */
  readonly failureType: string;
}

/** Where the payment stands, and what its merchant has not been told yet. */
export interface Stopped {
  readonly merchantId: MerchantId;
  readonly state: PaymentState;
  readonly undelivered: readonly EventId[];
}

/**
 * Ends the automatic work on a payment after a broken rule, so that it is not orphaned: one that
 * provably prompted nobody fails, any other open one goes to a person. The merchant is told either
 * way. Answers with the events to deliver.
 */
export async function stopPayment(
  deps: PaymentDependencies,
  { paymentId, failureType }: StopPaymentInput,
): Promise<Stopped> {
  return changePayment(deps, { paymentId, held: null }, async (before) => {
    const after = stopped(deps, before, failureType);
    const { merchantId, state, events } = after;
    const undelivered = events.filter((e) => e.status === 'pending').map((e) => e.eventId);
    return { after, result: { merchantId, state, undelivered } };
  });
}

function stopped(deps: PaymentDependencies, payment: Payment, failureType: string): Payment {
  const acting = { nowMs: deps.nowMs(), host: deps.host };
  if (payment.state === 'created' && promptedAtMs(payment) === null) {
    return refusePayment(payment, 'prompt_abandoned', 'internal_fault', acting);
  }
  if (isLegal(payment.state, 'stopped')) {
    return move({ ...payment, needsAttention: true }, 'stopped', failureType, acting);
  }
  return payment.needsAttention ? payment : { ...payment, needsAttention: true };
}
