import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import { SWEEP_PAGE } from '../policies';
import { siblingQueue } from '../taskQueues';

/** So many pages fit in one sweep; what is left waits for the next, a minute later. */
const PAGES_MAX = 20;

/**
 * Finds what nobody looks after any more and has it looked after again: payments whose start was
 * lost or whose workflow is gone, callbacks of which no workflow was told, events that were never
 * told. A Schedule runs it every minute.
 */
export async function sweep(): Promise<{ readonly repaired: number; readonly failed: number }> {
  const taskQueue = siblingQueue('upkeep', workflowInfo().taskQueue);
  const pages = proxyActivities<Activities>({ ...SWEEP_PAGE, taskQueue });
  let repaired = 0;
  let failed = 0;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const swept = await pages.sweepPayments({});
    repaired += swept.started + swept.told;
    failed += swept.failed;
    if (!swept.isFull) break;
  }
  return { repaired, failed };
}
