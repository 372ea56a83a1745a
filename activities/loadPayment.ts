import type { PaymentId } from '../domain/ids';
import { assertInvariant } from '../domain/invariant';
import type { Payment } from '../domain/payment';
import type { Shortcode } from '../store/shortcodes';
import type { ActivityDependencies } from './dependencies';

/** @throws InvariantError when a workflow runs for a payment that is not stored. */
export async function loadPayment(
  { store }: ActivityDependencies,
  paymentId: PaymentId,
): Promise<Payment> {
  const payment = await store.payments.find(paymentId);
  assertInvariant(payment !== null, 'workflow.has_payment', { paymentId });
  return payment;
}

/** @throws InvariantError when a payment names a shortcode that is not set up. */
export async function loadShortcode(
  { store }: ActivityDependencies,
  payment: Payment,
): Promise<Shortcode> {
  const shortcode = await store.shortcodes.find(payment.shortcode);
  assertInvariant(shortcode !== null, 'payment.has_shortcode', { paymentId: payment.paymentId });
  return shortcode;
}
