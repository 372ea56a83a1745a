import { isId, type PaymentId } from '../../../domain/values/ids';
import { paymentOwner } from '../../../domain/values/owner';
import type { ApiDependencies } from '../../dependencies';
import { noSuchPath } from '../../http/middleware/errorHandler';

/**
 * The payment that an address of ours names.
 * @throws AppError `not_found` when the proof was not made by us for this payment.
 */
export function provenPayment(
  deps: ApiDependencies,
  params: Readonly<Record<string, unknown>>,
): PaymentId {
  const { paymentId, proof } = params;
  const proven =
    typeof paymentId === 'string' &&
    isId('payment', paymentId) &&
    typeof proof === 'string' &&
    deps.callbackProof.isOf(paymentOwner(paymentId), proof);
  if (!proven) throw noSuchPath();
  return paymentId;
}
