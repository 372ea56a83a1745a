import { isId, type PaymentId } from '../../../domain/ids';
import { isStatusProof } from '../../../store/statusProof';
import type { ApiDependencies } from '../../dependencies';
import { noSuchPath } from '../../middleware/errors';

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
    isStatusProof(deps.keyring, paymentId, proof);
  if (proven) return paymentId;
  deps.metrics.callbacks.inc({ outcome: 'unknown_token' });
  throw noSuchPath();
}
