import { ScheduleNotFoundError, type Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { sweepScheduleId } from '../workflows/messages';
import { TASK_QUEUES, taskQueueName, type TaskQueue } from '../workflows/taskQueues';
import type { EngineInspection, QueueFacts } from './ports';

const { TaskQueueType } = temporal.api.enums.v1;

/** A worker asks again within a minute; the server goes on listing one that is gone for longer. */
const LATELY_MS = 90_000;

/** One call with a deadline. */
type Soon = <T>(call: () => Promise<T>) => Promise<T>;

/** Looks at what can be wrong with an engine that answers. It changes nothing. */
export function createInspection(client: Client, prefix: string, soon: Soon): EngineInspection {
  return {
    async sweeper() {
      try {
        const handle = client.schedule.getHandle(sweepScheduleId(prefix));
        const { state } = await soon(() => handle.describe());
        return state.paused ? 'paused' : 'runs';
      } catch (error) {
        if (error instanceof ScheduleNotFoundError) return 'missing';
        throw error;
      }
    },
    queues: () => Promise.all(TASK_QUEUES.map((queue) => factsOf(client, prefix, queue, soon))),
  };
}

async function factsOf(
  client: Client,
  prefix: string,
  queue: TaskQueue,
  soon: Soon,
): Promise<QueueFacts> {
  const name = taskQueueName(queue, prefix);
  const { pollers, stats } = await soon(() =>
    client.workflowService.describeTaskQueue({
      namespace: client.options.namespace,
      taskQueue: { name },
      taskQueueType: typeOf(queue),
      reportStats: true,
    }),
  );
  const recent = pollers.filter(({ lastAccessTime }) => {
    return Date.now() - millisecondsOf(lastAccessTime) < LATELY_MS;
  });
  const builds = recent.map(
    ({ deploymentOptions, workerVersionCapabilities: capabilities }) =>
      deploymentOptions?.buildId ?? capabilities?.buildId ?? '',
  );
  return {
    name,
    workers: recent.length,
    builds: [...new Set(builds.filter((build) => build !== ''))].sort(),
    backlog: Number(stats?.approximateBacklogCount ?? 0),
    backlogAgeMs: millisecondsOf(stats?.approximateBacklogAge),
  };
}

/** On `payments` run workflows, whose activities are local; on all others activities alone. */
function typeOf(queue: TaskQueue) {
  return queue === 'payments'
    ? TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW
    : TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY;
}

interface Time {
  readonly seconds?: unknown;
  readonly nanos?: number | null;
}

function millisecondsOf(time: Time | null | undefined): number {
  return Number(time?.seconds ?? 0) * 1_000 + (time?.nanos ?? 0) / 1e6;
}
