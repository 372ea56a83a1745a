import {
  ActivityFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index';
import type { WebhookInput } from '../messages';
import { LATER_DELIVERIES, OWN_STORE } from '../policies';
import { siblingQueue } from '../taskQueues';

const store = proxyLocalActivities<Activities>(OWN_STORE);

/**
 * Delivers one event over about three days. What no endpoint takes is parked in sight, and so is
 * what an operator cancels.
 */
export async function webhook(input: WebhookInput): Promise<'delivered' | 'parked'> {
  const { owner, eventId } = input;
  setCurrentDetails("Waiting for the merchant's endpoint to take the event.");
  const taskQueue = siblingQueue('webhooks', workflowInfo().taskQueue);
  const later = proxyActivities<Activities>({ ...LATER_DELIVERIES, taskQueue });
  try {
    await sleep(input.delayMs, { summary: 'Wait before the event is delivered again' });
    await later.deliverWebhook({ owner, eventId });
    return 'delivered';
  } catch (error) {
    if (!isCancellation(error) && !(error instanceof ActivityFailure)) throw error;
    await CancellationScope.nonCancellable(() => store.parkEvent({ owner, eventId }));
    setCurrentDetails('Parked: the endpoint never took the event, or it was cancelled.');
    return 'parked';
  }
}
