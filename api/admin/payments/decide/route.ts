import type { ReviewDecision } from '../../../../domain/evidence/evidence';
import type { Receipt } from '../../../../domain/values/receipt';
import { operation } from '../../../contract/operation';
import { invalidField } from '../../../http/problem';
import { instruct, knownPayment } from '../instruct';
import { presentForOperator } from '../operatorPaymentSchema';
import { refusalError } from '../refusalError';
import { decidePaymentContract } from './contract';

/** Records what a person found out; above the merchant's limit, when a second one agrees. */
export const decidePayment = operation(decidePaymentContract)(
  (deps) =>
    async ({ params: { paymentId }, body, principal, log }) => {
      log({ paymentId });
      const { decision, reason } = body;
      const receipt = receiptFor(decision, body.receipt);
      const payment = await knownPayment(deps, paymentId);
      if (payment.state !== 'needs_review') throw refusalError('not_in_review');
      const done = await instruct(deps, principal, {
        payment,
        action: 'payments.decide',
        detail: { decision, receipt, amountKes: payment.amountKes },
        instruction: { kind: 'decide', decision, receipt, reason },
      });
      const status = done === 'decided' ? 200 : 202;
      return { status, body: presentForOperator(await knownPayment(deps, paymentId)) };
    },
);

function receiptFor(decision: ReviewDecision, receipt: Receipt | undefined): Receipt | null {
  const isPaid = decision === 'paid';
  if (isPaid === (receipt !== undefined)) return receipt ?? null;
  throw invalidField({
    field: 'receipt',
    rule: isPaid ? 'is needed for the decision "paid"' : 'must be absent for "not_paid"',
    remedy: isPaid ? 'Copy it from the portal.' : 'Leave it out.',
  });
}
