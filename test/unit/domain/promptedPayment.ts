import type { Payment } from '../../../domain/payment/payment';
import { reservePush, applyPushResult } from '../../../domain/payment/push';
import { PUSH, CREATED_AT_MS, createdPayment, host, PROMPTED_AT_MS } from './builders';

const CLAIM = { attemptId: PUSH.attemptId, callbackTokenHash: PUSH.callbackTokenHash };

/** A payment whose push is claimed and about to leave. */
export function reservedPayment(payment: Payment = createdPayment()): Payment {
  return reservePush(payment, CLAIM, { nowMs: CREATED_AT_MS + 500 }, host);
}

/** A payment whose prompt Daraja accepted at PROMPTED_AT_MS. */
export function promptedPayment(): Payment {
  const accepted = {
    kind: 'accepted',
    checkoutRequestId: 'ws_CO_23112026203016412708374149',
    merchantRequestId: '2654-4b64-97ff-b827b542881d3130',
  } as const;
  const moment = { nowMs: PROMPTED_AT_MS };
  return applyPushResult(reservedPayment(), CLAIM.callbackTokenHash, accepted, moment, host);
}
