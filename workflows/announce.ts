import {
  ParentClosePolicy,
  proxyLocalActivities,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { Activities } from '../activities';
import type { PaymentProgress } from '../activities/paymentProgress';
import type { PaymentId } from '../domain/ids';
import { webhookWorkflowId, WORKFLOW_TYPES, type WebhookInput } from './messages';
import { FIRST_DELIVERY } from './policies';
import { searchAttributes } from './searchAttributes';
import { siblingQueue } from './taskQueues';

const first = proxyLocalActivities<Activities>(FIRST_DELIVERY);

/**
 * Tells the merchant what is new, in order. An event that its endpoint does not take at once goes
 * to a workflow of its own, so that a slow merchant never holds up a payment.
 */
export async function announce(paymentId: PaymentId, progress: PaymentProgress): Promise<void> {
  for (const eventId of progress.undelivered) {
    // A failed first try needs no handling here: the activity has logged it, and it is tried on.
    const delivered = await first.tryWebhook({ paymentId, eventId }).catch(() => false);
    if (!delivered) await deliverLater({ paymentId, eventId, merchantId: progress.merchantId });
  }
}

async function deliverLater(input: WebhookInput): Promise<void> {
  try {
    await startChild(WORKFLOW_TYPES.webhook, {
      workflowId: webhookWorkflowId(input.eventId),
      args: [input],
      taskQueue: siblingQueue('webhooks', workflowInfo().taskQueue),
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: [{ key: searchAttributes.merchantId, value: input.merchantId }],
      staticSummary: 'Deliver an event that the merchant did not take at once',
    });
  } catch (error) {
    // A run before this one has started it: the event is being delivered already.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
