import {
  condition,
  defineSignal,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import type { FloorActivities } from './activities';

const remote = proxyActivities<FloorActivities>({ startToCloseTimeout: '30 seconds' });
const local = proxyLocalActivities<FloorActivities>({ startToCloseTimeout: '10 seconds' });

export const floorSignal = defineSignal('floorSignal');

/** The least that a payment could be: one call out, one signal in, one document written. */
export async function floor(id: string): Promise<void> {
  let signalled = false;
  setHandler(floorSignal, () => {
    signalled = true;
  });
  await remote.callOut();
  await condition(() => signalled);
  await local.writeDocument(id);
}
