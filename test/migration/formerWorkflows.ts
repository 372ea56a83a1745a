import { condition, proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';

/**
 * The first commands of the former release's workflows, under their former names: enough for the
 * engine to hold runs that this release cannot replay.
 */
interface FormerActivities {
  promptCustomer(input: { readonly paymentId: string }): Promise<unknown>;
  deliverWebhook(input: { readonly paymentId: string; readonly eventId: string }): Promise<unknown>;
}

function queue(name: 'daraja' | 'webhooks'): string {
  return workflowInfo().taskQueue.replace(/payments$/, name);
}

export async function payment(input: { readonly paymentId: string }): Promise<void> {
  const push = proxyActivities<FormerActivities>({
    startToCloseTimeout: '60 seconds',
    retry: { maximumAttempts: 1 },
    taskQueue: queue('daraja'),
  });
  await push.promptCustomer(input);
  await condition(() => false, '75 seconds');
}

export async function webhook(input: {
  readonly paymentId: string;
  readonly eventId: string;
}): Promise<void> {
  const later = proxyActivities<FormerActivities>({
    startToCloseTimeout: '30 seconds',
    taskQueue: queue('webhooks'),
  });
  await sleep('1 hour');
  await later.deliverWebhook(input);
}
