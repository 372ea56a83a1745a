import { WORKFLOW_TYPES } from '../../workflows/messages';
import type { sweep } from '../../workflows';
import { taskQueueName } from '../../workflows/taskQueues';
import type { TestSystem } from './system';

const HOUR_MS = 3_600_000;

/** The entry of a payment in the sweeper's list, whenever it is due; null where it is not in it. */
export async function listedForSweep({ store }: TestSystem, id: string) {
  const due = await store.sweepList.due(Date.now() + 100 * HOUR_MS, 10_000);
  return due.find(({ paymentId }) => paymentId === id) ?? null;
}

/** Makes a payment due now and sweeps, as the Schedule would a while later. */
export async function sweepOver(system: TestSystem, id: string, workflowId: string) {
  const entry = await listedForSweep(system, id);
  if (entry === null) throw new Error(`Payment ${id} is not in the sweeper's list.`);
  await system.store.sweepList.retryAt(entry, 1);
  const taskQueue = taskQueueName('payments', system.config.TASK_QUEUE_PREFIX);
  return system.client.workflow.execute<typeof sweep>(WORKFLOW_TYPES.sweep, {
    workflowId,
    taskQueue,
  });
}
