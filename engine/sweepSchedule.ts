import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { sweepScheduleId, WORKFLOW_TYPES } from '../workflows/messages';
import { taskQueueName } from '../workflows/taskQueues';

const EVERY = '1 minute';

/**
 * Creates the Schedule of the sweeper, unless it is there; one that an operator has paused or
 * changed stays as it is. `created` means that this engine did not know it: it is new, or it has
 * lost its database.
 */
export async function ensureSweepSchedule(
  client: Client,
  taskQueuePrefix: string,
): Promise<'created' | 'present'> {
  const scheduleId = sweepScheduleId(taskQueuePrefix);
  try {
    await client.schedule.create({
      scheduleId,
      spec: { intervals: [{ every: EVERY }] },
      // A sweep that was missed is made good by the next.
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: EVERY },
      action: {
        type: 'startWorkflow',
        workflowType: WORKFLOW_TYPES.sweep,
        workflowId: scheduleId,
        taskQueue: taskQueueName('payments', taskQueuePrefix),
        args: [],
      },
    });
    return 'created';
  } catch (error) {
    if (error instanceof ScheduleAlreadyRunning) return 'present';
    throw error;
  }
}
