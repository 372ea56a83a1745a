import { askTransactionStatus } from './askTransactionStatus';
import { decide, type DecideInput } from './decide';
import type { PaymentDependencies } from './dependencies';
import { guarded } from '../guarded';
import { promptCustomer } from './promptCustomer';
import { pollStk, type QueryInput } from './queryStk';
import { recordLostPush, recordPush, type RecordPushInput } from './recordPush';
import { stopPayment, type StopPaymentInput } from './stopPayment';
import type { PaymentId } from '../../domain/values/ids';

interface OfPayment {
  readonly paymentId: PaymentId;
}

/**
 * What the payment workflow has done for it: push, ask, decide. Judging itself is the domain's; an
 * activity here gathers what it needs and stores the result. To add one, write it in a file of its
 * own as `(deps, input)`, give it a line here, and call it from `workflows/payment/`.
 */
// The map is the type: the workflows derive theirs from it.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function paymentActivities(deps: PaymentDependencies) {
  const guard = guarded(deps.report);
  return {
    promptCustomer: guard('promptCustomer', (input: OfPayment) => promptCustomer(deps, input)),
    recordPush: guard('recordPush', (input: RecordPushInput) => recordPush(deps, input)),
    recordLostPush: guard('recordLostPush', (input: OfPayment) => recordLostPush(deps, input)),
    decide: guard('decide', (input: DecideInput) => decide(deps, input)),
    pollStk: guard('pollStk', (input: QueryInput) => pollStk(deps, input)),
    askTransactionStatus: guard('askTransactionStatus', (input: OfPayment) =>
      askTransactionStatus(deps, input),
    ),
    stopPayment: guard('stopPayment', (input: StopPaymentInput) => stopPayment(deps, input)),
  };
}
