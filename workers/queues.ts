import type { WorkerOptions } from '@temporalio/worker';
import type { ConfigOf } from '../config/config';
import type { TaskQueue } from '../workflows/taskQueues';

/**
 * As many pollers as the work keeps busy. A task that finds one waiting is handed over at once; any
 * other goes through the engine's database first.
 */
const POLLERS = { type: 'autoscaling', minimum: 2, initial: 10, maximum: 50 } as const;

type QueueOptions = Partial<WorkerOptions>;

/** What a queue is for, and the bounds of the worker that serves it. */
interface QueueRule {
  /** Whether workflows run on it, or only activities. */
  readonly runsWorkflows: boolean;
  readonly options: (config: ConfigOf<'worker'>) => QueueOptions;
}

/**
 * The queues that workers serve. To add one, name it in `workflows/taskQueues.ts` and give it a row
 * here; `WORKER_QUEUES` then says which process serves it, so that heavy work gets a process, and
 * so a thread, of its own.
 */
export const QUEUES: Readonly<Record<TaskQueue, QueueRule>> = {
  payments: {
    runsWorkflows: true,
    options: (config) => ({
      maxCachedWorkflows: config.MAX_CACHED_WORKFLOWS,
      maxConcurrentWorkflowTaskExecutions: 100,
      workflowTaskPollerBehavior: POLLERS,
      // What a payment has done elsewhere than here is done on the other queues.
      enableNonLocalActivities: false,
      maxConcurrentLocalActivityExecutions: 200,
    }),
  },
  daraja: {
    runsWorkflows: false,
    options: (config) => ({
      maxConcurrentActivityTaskExecutions: 200,
      activityTaskPollerBehavior: POLLERS,
      // One limit for all workers, kept by the server: Daraja's spike arrest counts us all.
      maxTaskQueueActivitiesPerSecond: config.DARAJA_REQUESTS_PER_SECOND,
    }),
  },
  webhooks: {
    runsWorkflows: false,
    options: () => ({ maxConcurrentActivityTaskExecutions: 50 }),
  },
  upkeep: {
    runsWorkflows: false,
    // One sweep at a time; a second may wait.
    options: () => ({ maxConcurrentActivityTaskExecutions: 2, maxConcurrentActivityTaskPolls: 1 }),
  },
};
