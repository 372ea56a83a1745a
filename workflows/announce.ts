import { ParentClosePolicy, proxyLocalActivities, startChild } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { Activities } from '../activities/index';
import type { EventId, MerchantId } from '../domain/values/ids';
import type { Owner } from '../domain/values/owner';
import { webhookWorkflowId, WORKFLOW_TYPES, type WebhookInput } from './messages';
import { FIRST_DELIVERY, OWN_STORE } from './policies';
import { searchAttributes } from './searchAttributes';

const first = proxyLocalActivities<Activities>(FIRST_DELIVERY);
const store = proxyLocalActivities<Activities>(OWN_STORE);

const RETRY_MS = 5_000;

/** Whom to tell, and of what, in order. */
interface Announcing {
  readonly merchantId: MerchantId;
  readonly undelivered: readonly EventId[];
}

/**
 * Tells the merchant what is new, in order. An event that its endpoint does not take at once goes
 * to a workflow of its own, so that a slow merchant never holds up a payment. `handedOver`
 * remembers those, so that a later event does not have them tried before their time.
 */
export async function announce(
  owner: Owner,
  { merchantId, undelivered }: Announcing,
  handedOver: Set<EventId>,
): Promise<void> {
  for (const eventId of undelivered.filter((id) => !handedOver.has(id))) {
    // A try that broke needs no handling here: the activity has logged it, and it is tried on.
    const tried = await first.tryWebhook({ owner, eventId }).catch(() => null);
    if (tried?.kind === 'delivered') continue;
    handedOver.add(eventId);
    if (tried?.kind === 'gone') await store.parkEvent({ owner, eventId });
    else await deliverLater({ owner, eventId, merchantId, delayMs: tried?.delayMs ?? RETRY_MS });
  }
}

async function deliverLater({ owner, eventId, merchantId, delayMs }: WebhookInput): Promise<void> {
  try {
    await startChild(WORKFLOW_TYPES.webhook, {
      workflowId: webhookWorkflowId(eventId),
      args: [{ owner, eventId, merchantId, delayMs }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: [{ key: searchAttributes.merchantId, value: merchantId }],
      staticSummary: 'Deliver an event that the merchant did not take at once',
    });
  } catch (error) {
    // A run before this one has started it: the event is being delivered already.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
