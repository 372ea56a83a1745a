import type { CallbackNotice, KeptNotice } from '../../domain/evidence/notice';
import type { Evidence } from '../../domain/evidence/evidence';
import {
  currentAttempt,
  isTokenOf,
  learnCheckoutRequestId,
  type Attempt,
  type Payment,
} from '../../domain/payment/payment';
import type { ActivityDependencies } from '../dependencies';

export interface Arrived {
  /** What signals told of. Whoever can signal could have made it up, so the token decides. */
  readonly notices: readonly CallbackNotice[];
  /** What lies in the inbox, where it was looked through: its token or proof has been checked. */
  readonly kept?: readonly KeptNotice[];
}

interface Admitted {
  readonly payment: Payment;
  readonly evidence: readonly Evidence[];
}

/**
 * Lets in what belongs to the payment's own attempt: the token must be the attempt's, and so must
 * Daraja's handle where Daraja itself has named it. A handle that was lost with the push's answer
 * is learnt here. Anything else is no evidence about this payment, whoever sent it.
 */
export function admit(
  { store }: ActivityDependencies,
  payment: Payment,
  { notices, kept = [] }: Arrived,
  mayLearn: boolean,
): Admitted {
  const attempt = currentAttempt(payment);
  if (!attempt) return { payment, evidence: [] };
  const handleIn = ({ sealedCheckoutRequestId: sealed }: KeptNotice) =>
    sealed === null ? null : store.callbacks.openCheckoutRequestId(sealed);
  const own = notices.filter(
    (notice) =>
      isTokenOf(attempt, notice.callbackTokenHash) &&
      !isOfAnotherPush(attempt, notice, handleIn(notice)),
  );
  const admitted = [...kept, ...own];
  const handle = admitted.flatMap((notice) => handleIn(notice) ?? []).at(-1);
  return {
    payment: handle && mayLearn ? learnCheckoutRequestId(payment, handle) : payment,
    evidence: admitted.map(({ evidence }) => ({ ...evidence, attemptId: attempt.attemptId })),
  };
}

/** A true token with another push's handle. An earlier claim had a handle of its own. */
function isOfAnotherPush(
  { status, callbackTokenHash, checkoutRequestId }: Attempt,
  notice: CallbackNotice,
  handle: string | null,
): boolean {
  const isLatest = notice.callbackTokenHash === callbackTokenHash;
  return status === 'accepted' && isLatest && handle !== null && handle !== checkoutRequestId;
}
