import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { TASK_QUEUES, taskQueueName } from '../workflows/taskQueues';

const { TaskQueueType } = temporal.api.enums.v1;
const TYPES = [
  TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
] as const;

/** A worker asks again within a minute, and the server goes on listing one that is gone. */
export const POLL_QUIET_MS = 70_000;
const LOOK_EVERY_MS = 500;

interface Parts {
  readonly connection: Connection;
  readonly namespace: string;
  readonly taskQueuePrefix: string;
  readonly say: (line: string) => void;
  /** How long nobody may have asked for work. */
  readonly quietMs: number;
}

/**
 * Waits until it is certain that no worker asks for this system's work.
 * @throws Error naming one that still does.
 */
export async function assertNobodyPolls(parts: Parts): Promise<void> {
  const { quietMs, say } = parts;
  const atFirst = await lastPolls(parts);
  if (atFirst.size === 0) return;
  say(`Waiting ${Math.ceil(quietMs / 1000)} s to be certain that every worker has stopped.`);
  const endMs = performance.now() + quietMs;
  while (performance.now() < endMs) {
    await sleep(LOOK_EVERY_MS);
    for (const [poller, lastMs] of await lastPolls(parts)) {
      if (lastMs <= (atFirst.get(poller) ?? -1)) continue;
      throw new Error(
        `A worker still runs (${poller}). Stop the API and every worker of the former release, ` +
          'then run "npm run setup" again.',
      );
    }
  }
}

/** When each worker last asked, by the server's own clock, which nothing else is compared with. */
async function lastPolls(parts: Parts): Promise<Map<string, number>> {
  const { connection, namespace, taskQueuePrefix } = parts;
  const asked = TASK_QUEUES.flatMap((queue) =>
    TYPES.map((taskQueueType) => ({ queue, taskQueueType })),
  );
  const answers = await Promise.all(
    asked.map(async ({ queue, taskQueueType }) => {
      const name = taskQueueName(queue, taskQueuePrefix);
      const { pollers } = await connection.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name },
        taskQueueType,
      });
      return (pollers ?? []).map(({ identity, lastAccessTime }) => {
        const { seconds = 0, nanos } = lastAccessTime ?? {};
        return [
          `${identity ?? 'unnamed'} on ${name}`,
          Number(seconds) * 1000 + (nanos ?? 0) / 1e6,
        ] as const;
      });
    }),
  );
  const latest = new Map<string, number>();
  for (const [poller, atMs] of answers.flat()) {
    latest.set(poller, Math.max(atMs, latest.get(poller) ?? 0));
  }
  return latest;
}
