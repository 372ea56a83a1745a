import {
  condition,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { PaymentProgress } from '../../activities/payment/paymentProgress';
import type { PaymentId } from '../../domain/values/ids';
import { OWN_STORE, PUSH_ONCE } from '../policies';
import { searchAttributes } from '../searchAttributes';
import { siblingQueue } from '../taskQueues';
import { unlessFatal } from '../unlessFatal';

const store = proxyLocalActivities<Activities>(OWN_STORE);

/**
 * Prompts once. What provably never left may be reserved again until the customer has gone, unless
 * something arrives meanwhile: a callback says that it left after all.
 */
export async function prompt(
  paymentId: PaymentId,
  hasArrived: () => boolean,
): Promise<PaymentProgress> {
  const { fairnessKey, taskQueue } = pushRouting();
  const push = proxyActivities<Activities>({
    ...PUSH_ONCE,
    taskQueue,
    priority: { priorityKey: 1, fairnessKey },
    summary: 'STK push',
  });
  for (;;) {
    const result = await push.promptCustomer({ paymentId }).catch(unlessFatal);
    const progress = await recorded(paymentId, result);
    if (progress.promptAgainAtMs === null || hasArrived()) return progress;
    setCurrentDetails('The prompt cannot be sent now; trying again shortly.');
    const waitMs = Math.max(1, progress.promptAgainAtMs - Date.now());
    const summary = 'Wait before the prompt is tried again';
    if (await condition(hasArrived, waitMs, { summary })) return progress;
  }
}

type PromptResult = Awaited<ReturnType<Activities['promptCustomer']>> | null;

/** Gets the push's result into the store, whichever of the two was lost. */
async function recorded(paymentId: PaymentId, result: PromptResult): Promise<PaymentProgress> {
  if (result?.kind === 'progress') return result.progress;
  if (result?.kind === 'unrecorded') return store.recordPush({ paymentId, push: result.push });
  return store.recordLostPush({ paymentId });
}

function pushRouting() {
  const info = workflowInfo();
  const shortcode = info.typedSearchAttributes.get(searchAttributes.shortcode);
  return { fairnessKey: shortcode ?? 'unknown', taskQueue: siblingQueue('daraja', info.taskQueue) };
}
