import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import type { Activities } from '../activities';
import type { ConfigOf } from '../config/config';
import type { Keyring } from '../crypto/keyring';
import { dataConverter } from '../engine/dataConverter';
import { taskQueueName } from '../workflows/taskQueues';
import { QUEUES } from './queues';

/** How long running work may take to end after a stop is asked for; a push takes up to 30 s. */
const SHUTDOWN_GRACE_TIME = '35 seconds';
const SHUTDOWN_FORCE_TIME = '45 seconds';

export interface WorkerParts {
  readonly config: ConfigOf<'worker'>;
  readonly connection: NativeConnection;
  readonly keyring: Keyring;
  readonly activities: Activities;
  /** Told of every payload that could not be opened. */
  readonly onUndecodable: () => void;
  readonly workflowBundle: WorkflowBundleOption;
}

/** One worker for each queue that this process serves, so that a flood on one starves no other. */
export async function createWorkers(parts: WorkerParts): Promise<Worker[]> {
  const { config, connection, keyring, activities, onUndecodable, workflowBundle } = parts;
  return Promise.all(
    config.WORKER_QUEUES.map((queue) => {
      const { runsWorkflows, options } = QUEUES[queue];
      return Worker.create({
        connection,
        namespace: config.TEMPORAL_NAMESPACE,
        dataConverter: dataConverter(keyring, onUndecodable),
        shutdownGraceTime: SHUTDOWN_GRACE_TIME,
        shutdownForceTime: SHUTDOWN_FORCE_TIME,
        taskQueue: taskQueueName(queue, config.TASK_QUEUE_PREFIX),
        activities: { ...activities },
        ...(runsWorkflows ? { workflowBundle } : {}),
        ...options(config),
      });
    }),
  );
}
