import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { createActivities } from '../activities';
import type { ActivityDependencies } from '../activities/dependencies';
import type { Config } from '../config/config';
import type { Keyring } from '../store/keyring';
import { taskQueueName } from '../workflows/taskQueues';
import { dataConverter } from './dataConverter';

/** How long running work may take to end after a stop is asked for; a push takes up to 30 s. */
const SHUTDOWN_GRACE_TIME = '35 seconds';
const SHUTDOWN_FORCE_TIME = '45 seconds';

/**
 * As many pollers as the work keeps busy. A task that finds one waiting is handed over at once; any
 * other goes through the engine's database first.
 */
const POLLERS = { type: 'autoscaling', minimum: 2, initial: 10, maximum: 50 } as const;

interface WorkerParts {
  readonly config: Config;
  readonly connection: NativeConnection;
  readonly keyring: Keyring;
  readonly deps: ActivityDependencies;
  readonly workflowBundle: WorkflowBundleOption;
}

/** One worker for each task queue, so that a flood on one never starves another. */
export async function createPaymentWorkers(parts: WorkerParts): Promise<Worker[]> {
  const { config, connection, keyring, deps, workflowBundle } = parts;
  const activities = { ...createActivities(deps) };
  const common = {
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    dataConverter: dataConverter(keyring),
    shutdownGraceTime: SHUTDOWN_GRACE_TIME,
    shutdownForceTime: SHUTDOWN_FORCE_TIME,
  };
  const prefix = config.TASK_QUEUE_PREFIX;
  return Promise.all([
    Worker.create({
      ...common,
      taskQueue: taskQueueName('payments', prefix),
      workflowBundle,
      activities,
      maxCachedWorkflows: config.MAX_CACHED_WORKFLOWS,
      maxConcurrentWorkflowTaskExecutions: 100,
      workflowTaskPollerBehavior: POLLERS,
      // What a payment has done elsewhere than here is done on the other two queues.
      enableNonLocalActivities: false,
      maxConcurrentLocalActivityExecutions: 200,
    }),
    Worker.create({
      ...common,
      taskQueue: taskQueueName('daraja', prefix),
      activities,
      maxConcurrentActivityTaskExecutions: 200,
      activityTaskPollerBehavior: POLLERS,
      // One limit for all workers, kept by the server: Daraja's spike arrest counts us all.
      maxTaskQueueActivitiesPerSecond: config.DARAJA_REQUESTS_PER_SECOND,
    }),
    Worker.create({
      ...common,
      taskQueue: taskQueueName('webhooks', prefix),
      activities,
      maxConcurrentActivityTaskExecutions: 50,
    }),
  ]);
}
