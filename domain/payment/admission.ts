import type { Evidence } from '../evidence/evidence';
import type { CallbackNotice, KeptNotice } from '../evidence/notice';
import { isTokenOf, learnCheckoutRequestId, type Payment, type Push } from './payment';

/** A notice whose handle has been opened; the sealed one is of no use to the domain. */
type Opened<Kind extends KeptNotice> = Omit<Kind, 'sealedCheckoutRequestId'> & {
  readonly checkoutRequestId: string | null;
};

export interface Arrived {
  /** What signals told of. Anyone who can signal could have made it up, so the token decides. */
  readonly notices: readonly Opened<CallbackNotice>[];
  /** What lies in the inbox: its token or proof was checked when it came. */
  readonly kept: readonly Opened<KeptNotice>[];
}

export interface Admitted {
  readonly payment: Payment;
  readonly evidence: readonly Evidence[];
}

/**
 * Lets in what belongs to the payment's own push: the token must be the push's, and so must
 * Daraja's handle where Daraja itself has named it. A handle that was lost with the push's answer
 * is learnt here, unless `mayLearn` is false because another payment holds it. Anything else is no
 * evidence about this payment, no matter who sent it.
 */
export function admit(payment: Payment, arrived: Arrived, mayLearn: boolean): Admitted {
  const { push } = payment;
  if (push === null) return { payment, evidence: [] };
  const own = arrived.notices.filter(
    ({ callbackTokenHash, checkoutRequestId }) =>
      isTokenOf(push, callbackTokenHash) &&
      !isOfAnotherPush(push, { tokenHash: callbackTokenHash, checkoutRequestId }),
  );
  const admitted = [...arrived.kept, ...own];
  const handle = admitted.flatMap(({ checkoutRequestId }) => checkoutRequestId ?? []).at(-1);
  return {
    payment: handle && mayLearn ? learnCheckoutRequestId(payment, handle) : payment,
    evidence: admitted.map(({ evidence }) => evidence),
  };
}

/**
 * Whether a callback with a true token names another push's handle. Only the latest reservation's
 * handle is known, and only where Daraja itself has named it.
 */
export function isOfAnotherPush(
  push: Push,
  callback: { readonly tokenHash: string; readonly checkoutRequestId: string | null },
): boolean {
  const isHandleKnown = push.status === 'accepted' && push.callbackTokenHash === callback.tokenHash;
  return isHandleKnown && namesAnotherHandle(push, callback.checkoutRequestId);
}

/** Whether a callback names a handle, and not the one that is stored. */
export function namesAnotherHandle(push: Push, checkoutRequestId: string | null): boolean {
  return checkoutRequestId !== null && checkoutRequestId !== push.checkoutRequestId;
}
