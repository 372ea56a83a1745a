import type { Evidence } from '../domain/evidence';
import { currentAttempt, learnCheckoutRequestId, type Payment } from '../domain/payment';
import type { CallbackNotice } from '../domain/callbackNotice';
import type { ActivityDependencies } from './dependencies';

interface Admitted {
  readonly payment: Payment;
  readonly evidence: readonly Evidence[];
}

/**
 * Lets in what belongs to the payment's own attempt: the token must be the attempt's, and so must
 * Daraja's handle, once it is known. A handle that was lost with the push's answer is learnt here.
 * Anything else is no evidence about this payment, whoever sent it.
 */
export function admit(
  { store }: ActivityDependencies,
  payment: Payment,
  notices: readonly CallbackNotice[],
  mayLearn: boolean,
): Admitted {
  let known = payment;
  const evidence: Evidence[] = [];
  for (const notice of notices) {
    const attempt = currentAttempt(known);
    if (!attempt) continue;
    const { callbackTokenHash, sealedCheckoutRequestId: sealed } = notice;
    if (callbackTokenHash !== null && callbackTokenHash !== attempt.callbackTokenHash) continue;
    const handle = sealed === null ? null : store.callbacks.openCheckoutRequestId(sealed);
    const { checkoutRequestId } = attempt;
    if (handle !== null && checkoutRequestId !== null && handle !== checkoutRequestId) continue;
    if (handle !== null && mayLearn) known = learnCheckoutRequestId(known, handle);
    evidence.push({ ...notice.evidence, attemptId: attempt.attemptId });
  }
  return { payment: known, evidence };
}
