import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { WORKFLOW_TYPES } from '../workflows/messages';
import { taskQueueName } from '../workflows/taskQueues';
import { eachAtOnce } from './eachAtOnce';

const AT_ONCE = 20;
const SAY_EVERY = 1_000;
/** The list of running workflows lags behind by a second or so. */
const LOOK_AGAIN_MS = 2_000;

const REASON =
  'Set-up of a new release, which cannot replay this run; the payment gets a new one that goes on.';

interface Parts {
  readonly client: Client;
  readonly taskQueuePrefix: string;
  readonly say: (line: string) => void;
}

/**
 * Ends every running workflow of this system's own queue. Only for set-up between two releases,
 * while nothing of either runs: what they did is in the database, what they were told is in the
 * inbox, and a new run of the payment goes on from there. Safe to repeat.
 */
export async function endFormerWorkflows(parts: Parts): Promise<number> {
  const { client, taskQueuePrefix, say } = parts;
  const queue = taskQueueName('payments', taskQueuePrefix);
  const types = Object.values(WORKFLOW_TYPES).map((type) => `"${type}"`);
  const query =
    `ExecutionStatus = "Running" AND TaskQueue = "${queue}" ` +
    `AND WorkflowType IN (${types.join(', ')})`;
  let ended = 0;
  for (let isLast = false; ; await sleep(LOOK_AGAIN_MS)) {
    let listed = 0;
    await eachAtOnce(client.workflow.list({ query }), AT_ONCE, async ({ workflowId, runId }) => {
      listed += 1;
      if (!(await isEnded(client, workflowId, runId))) return;
      ended += 1;
      if (ended % SAY_EVERY === 0) say(`${ended} workflows of the former release ended so far`);
    });
    // Only two empty lists in a row mean that there are none.
    if (listed === 0 && isLast) return ended;
    isLast = listed === 0;
  }
}

/** False where it had ended by itself or by an earlier call. */
async function isEnded(client: Client, workflowId: string, runId: string): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId, runId).terminate(REASON);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
