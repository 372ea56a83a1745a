import type { NativeConnection, Worker } from '@temporalio/worker';
import type { ConfigOf } from '../config/config';
import { engineReadiness } from '../engine/readiness';
import type { Store } from '../store/store';
import { readinessOf, type Readiness } from '../wiring/operations';

interface WorkerProcess {
  readonly store: Pick<Store, 'isReachable'>;
  readonly connection: NativeConnection;
  readonly config: Pick<ConfigOf<'worker'>, 'TEMPORAL_NAMESPACE'>;
  readonly workers: readonly Pick<Worker, 'getState'>[];
}

/** A worker that runs can do nothing while its engine or its store does not answer. */
export async function workerReadiness(parts: WorkerProcess): Promise<Readiness> {
  const { store, connection, config, workers } = parts;
  const [hasStore, engine] = await Promise.all([
    store.isReachable(),
    engineReadiness(connection, config.TEMPORAL_NAMESPACE),
  ]);
  const isRunning = workers.every((worker) => worker.getState() === 'RUNNING');
  return readinessOf(hasStore, engine, { workers: isRunning });
}
