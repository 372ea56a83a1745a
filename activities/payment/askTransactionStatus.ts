import { paymentOwner } from '../../domain/values/owner';
import { ApplicationFailure } from '@temporalio/common';
import type { PaymentId } from '../../domain/values/ids';
import { openReceipt } from '../../domain/evidence/operatorReceipt';
import { sightings } from '../../domain/evidence/sightings';
import type { PaymentDependencies } from './dependencies';
import { loadPayment, loadShortcode } from './loadPayment';

/**
 * Asks for the status of the receipt that an operator or a callback named (Daraja: Transaction
 * Status). The answer comes later, to the callback listener, and reaches the workflow as a signal.
 * @throws ApplicationFailure `StatusNotAsked`, benign, when Daraja did not take the question.
 */
export async function askTransactionStatus(
  deps: PaymentDependencies,
  { paymentId }: { readonly paymentId: PaymentId },
): Promise<void> {
  const payment = await loadPayment(deps, paymentId);
  const seen = sightings(payment.evidence).find((item) => item.receipt !== null);
  const receipt = openReceipt(payment.evidence)?.receipt ?? seen?.receipt ?? null;
  const shortcode = await loadShortcode(deps, payment);
  if (receipt === null || shortcode.initiator === null) return;
  const result = await deps.daraja.transactionStatus(shortcode, {
    subject: paymentOwner(paymentId),
    receipt,
    ...deps.addresses.transactionStatus(paymentId),
  });
  if (result.kind === 'accepted') return;
  throw ApplicationFailure.create({
    message: 'Daraja did not take the question about the transaction',
    type: 'StatusNotAsked',
  });
}
