import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { businessDate } from '../domain/values/eastAfricaTime';
import type { Payment } from '../domain/payment/payment';
import {
  callbackReceived,
  paymentWorkflowId,
  WORKFLOW_TYPES,
  type PaymentInput,
} from '../workflows/messages';
import { searchAttributes } from '../workflows/searchAttributes';
import { taskQueueName } from '../workflows/taskQueues';
import type { payment as paymentWorkflow } from '../workflows';
import { askPayment } from './askPayment';
import { instructPayment } from './instructPayment';
import { createInspection } from './inspection';
import { nameMissingSetUp } from './notSetUp';
import { PendingCalls } from './pendingCalls';
import type { PaymentEngine } from './ports';
import { engineReadiness } from './readiness';
import { resendEvent } from './resendEvent';
import type { StartResult } from './restartPayments';

const CALL_TIMEOUT_MS = 5_000;

/** The engine over a Temporal client. */
export function createPaymentEngine(client: Client, taskQueuePrefix: string): PaymentEngine {
  const { workflow, connection } = client;
  const taskQueue = taskQueueName('payments', taskQueuePrefix);
  const pending = new PendingCalls();
  const soon = <T>(call: () => Promise<T>) =>
    pending.track(connection.withDeadline(Date.now() + CALL_TIMEOUT_MS, call));
  return {
    async start(payment) {
      try {
        await soon(() =>
          workflow.start(WORKFLOW_TYPES.payment, { ...startOptions(payment), taskQueue }),
        );
      } catch (error) {
        // It runs already: that is what was asked for.
        if (error instanceof WorkflowExecutionAlreadyStartedError) return;
        throw nameMissingSetUp(error);
      }
    },
    async notify(paymentId, notice) {
      const workflowId = paymentWorkflowId(paymentId);
      try {
        await soon(() => workflow.getHandle(workflowId).signal(callbackReceived, notice));
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw nameMissingSetUp(error);
        // The payment's run has ended; a new one takes up the stored payment with this evidence.
        await soon(() =>
          workflow.signalWithStart(WORKFLOW_TYPES.payment, {
            workflowId,
            taskQueue,
            args: [{ paymentId }],
            signal: callbackReceived,
            signalArgs: [notice],
            workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          }),
        );
      }
    },
    resend: (event) => soon(() => resendEvent(workflow, taskQueue, event)),
    ask: ({ payment, operatorId, reason, orderId: updateId }) => {
      const start = startFor(payment, taskQueue);
      return soon(() => askPayment(workflow, { ask: { operatorId, reason }, updateId, start }));
    },
    instruct: (input) =>
      soon(() => instructPayment(workflow, input, startFor(input.payment, taskQueue))),
    readiness: () => engineReadiness(connection, client.options.namespace, pending),
    inspection: createInspection(client, taskQueuePrefix, soon),
    idle: () => pending.ended(),
  };
}

/** What an update starts where it finds no workflow of the payment. */
function startFor(payment: Payment, taskQueue: string) {
  const options = { ...startOptions(payment), taskQueue };
  return new WithStartWorkflowOperation<typeof paymentWorkflow>(WORKFLOW_TYPES.payment, options);
}

/**
 * Starts the workflow of a payment that has none, and says whether it had one.
 * @throws Error when the engine does not answer.
 */
export function createPaymentStarter(
  { workflow, connection }: Client,
  taskQueuePrefix: string,
): (payment: Payment) => Promise<StartResult> {
  const taskQueue = taskQueueName('payments', taskQueuePrefix);
  return async (payment) => {
    const options = {
      ...startOptions(payment),
      taskQueue,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
    };
    try {
      await connection.withDeadline(Date.now() + CALL_TIMEOUT_MS, () =>
        workflow.start(WORKFLOW_TYPES.payment, options),
      );
      return 'started';
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'running';
      throw nameMissingSetUp(error);
    }
  };
}

function startOptions(payment: Payment) {
  const { paymentId, merchantId, shortcode, amountKes, reference, createdAtMs } = payment;
  return {
    workflowId: paymentWorkflowId(paymentId),
    args: [{ paymentId }] as [PaymentInput],
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    typedSearchAttributes: [
      { key: searchAttributes.merchantId, value: merchantId },
      // What it is about to be, and for nearly all of its open life; see `listAs` in workflows/.
      { key: searchAttributes.paymentStatus, value: 'awaiting_customer' },
      { key: searchAttributes.shortcode, value: shortcode },
      { key: searchAttributes.channel, value: 'stk' },
      { key: searchAttributes.businessDate, value: businessDate(createdAtMs) },
      { key: searchAttributes.needsAttention, value: false },
    ],
    staticSummary: `KES ${amountKes} for ${reference} on ${shortcode}`,
  };
}
