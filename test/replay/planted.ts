import { sleep } from '@temporalio/workflow';
import { payment as ours, sweep as sweepToo, webhook as oursToo } from '../../workflows';

/* A change that no running workflow would survive: a timer before everything else. */

export async function payment(...given: Parameters<typeof ours>): ReturnType<typeof ours> {
  await sleep(1);
  return ours(...given);
}

export async function webhook(...given: Parameters<typeof oursToo>): ReturnType<typeof oursToo> {
  await sleep(1);
  return oursToo(...given);
}

export async function sweep(): ReturnType<typeof sweepToo> {
  await sleep(1);
  return sweepToo();
}
