import type { PaymentId } from '../../domain/values/ids';
import { assertInvariant } from '../../domain/values/invariant';
import type { Payment } from '../../domain/payment/payment';
import type { Shortcode } from '../../store/merchants/shortcodes';
import type { PaymentDependencies } from './dependencies';

/** @throws InvariantError when a workflow runs for a payment that is not stored. */
export async function loadPayment(
  { store }: PaymentDependencies,
  paymentId: PaymentId,
): Promise<Payment> {
  const payment = await store.payments.find(paymentId);
  assertInvariant(payment !== null, 'workflow.has_payment', { paymentId });
  return payment;
}

/**
 * @throws InvariantError when a payment names a shortcode that is not set up, or one that would
 * speak to Daraja without TLS: credentials leave in clear on a developer's machine only.
 */
export async function loadShortcode(
  { store, allowPlainHttp }: PaymentDependencies,
  payment: Payment,
): Promise<Shortcode> {
  const { paymentId } = payment;
  const shortcode = await store.shortcodes.find(payment.shortcode);
  assertInvariant(shortcode !== null, 'payment.has_shortcode', { paymentId });
  const isSafe = allowPlainHttp || shortcode.baseUrl.startsWith('https://');
  assertInvariant(isSafe, 'shortcode.base_url_is_https', { paymentId });
  return shortcode;
}
