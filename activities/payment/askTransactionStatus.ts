import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { PaymentId } from '../../domain/values/ids';
import { moneyClaims } from '../../domain/evidence/sightings';
import type { ActivityDependencies } from '../dependencies';
import { loadPayment, loadShortcode } from './loadPayment';

/**
 * Asks for the status of the receipt that a callback named (Daraja: Transaction Status). The
 * answer comes later, to the callback listener, and reaches the workflow as a signal.
 * @throws ApplicationFailure `StatusNotAsked`, benign, when Daraja did not take the question.
 */
export async function askTransactionStatus(
  deps: ActivityDependencies,
  { paymentId }: { readonly paymentId: PaymentId },
): Promise<void> {
  const payment = await loadPayment(deps, paymentId);
  const claim = moneyClaims(payment.evidence).find((item) => item.receipt !== null);
  const shortcode = await loadShortcode(deps, payment);
  if (!claim?.receipt || shortcode.initiator === null) return;
  const outcome = await deps.daraja.transactionStatus(shortcode, {
    subject: { kind: 'payment', id: paymentId },
    receipt: claim.receipt,
    ...deps.addresses.transactionStatus(paymentId),
  });
  if (outcome.kind === 'accepted') return;
  throw ApplicationFailure.create({
    message: 'Daraja did not take the question about the transaction',
    type: 'StatusNotAsked',
    category: ApplicationFailureCategory.BENIGN,
  });
}
