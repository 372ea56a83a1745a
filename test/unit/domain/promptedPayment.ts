import type { Payment } from '../../../domain/payment/payment';
import { applyPushResult, reservePush } from '../../../domain/payment/push';
import { at, CREATED_AT_MS, createdPayment, PROMPTED_AT_MS, PUSH } from './builders';

/** A payment whose push is reserved and about to leave. */
export function reservedPayment(payment: Payment = createdPayment()): Payment {
  return reservePush(payment, PUSH.callbackTokenHash, at(CREATED_AT_MS + 500));
}

/** A payment whose prompt Daraja accepted at PROMPTED_AT_MS. */
export function promptedPayment(): Payment {
  const accepted = {
    kind: 'accepted',
    checkoutRequestId: 'ws_CO_23112026203016412708374149',
    merchantRequestId: '2654-4b64-97ff-b827b542881d3130',
  } as const;
  return applyPushResult(reservedPayment(), PUSH.callbackTokenHash, accepted, at(PROMPTED_AT_MS));
}
