import type { Acting } from '../machine/machine';
import { isOpen } from './state';
import type { Payment } from './payment';
import { refusePayment } from './transition';

/**
 * - `cancelled`: the payment as it is to become, not stored yet;
 * - `known`: it was cancelled before;
 * - `already_prompted`: a prompt is out or may be, so money may move;
 * - `already_decided`: it has ended otherwise.
 */
export type Cancellation =
  | { readonly kind: 'cancelled' | 'known'; readonly payment: Payment }
  | { readonly kind: 'already_prompted' | 'already_decided' };

/**
 * Cancels a payment for which nobody was prompted. Stored by compare-and-set over the version that
 * was read, so that of this and the reservation of a push only one is written.
 * @param hasArrived whether anything came with the token of a push: then somebody was prompted,
 *   although Daraja had said that it had not acted
 */
export function cancelPayment(payment: Payment, hasArrived: boolean, acting: Acting): Cancellation {
  const { state, failureCode, evidence } = payment;
  if (state === 'failed' && failureCode === 'cancelled_by_merchant') {
    return { kind: 'known', payment };
  }
  if (!isOpen(state)) return { kind: 'already_decided' };
  if (state !== 'created' || hasArrived || evidence.length > 0) return { kind: 'already_prompted' };
  const after = refusePayment(payment, 'prompt_abandoned', 'cancelled_by_merchant', acting);
  return { kind: 'cancelled', payment: after };
}
