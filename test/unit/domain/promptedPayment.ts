import type { Payment } from '../../../domain/payment/payment';
import { claimPush, applyPushResult } from '../../../domain/payment/push';
import { ATTEMPT, CREATED_AT_MS, createdPayment, host, PROMPTED_AT_MS } from './builders';

const CLAIM = { attemptId: ATTEMPT.attemptId, callbackTokenHash: ATTEMPT.callbackTokenHash };

/** A payment whose push is claimed and about to leave. */
export function claimedPayment(payment: Payment = createdPayment()): Payment {
  return claimPush(payment, CLAIM, { nowMs: CREATED_AT_MS + 500 }, host);
}

/** A payment whose prompt Daraja accepted at PROMPTED_AT_MS. */
export function promptedPayment(): Payment {
  const accepted = {
    kind: 'accepted',
    checkoutRequestId: 'ws_CO_23112026203016412708374149',
    merchantRequestId: '2654-4b64-97ff-b827b542881d3130',
  } as const;
  const moment = { nowMs: PROMPTED_AT_MS };
  return applyPushResult(claimedPayment(), CLAIM.callbackTokenHash, accepted, moment, host);
}
