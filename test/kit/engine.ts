import { type Client, Connection } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import type { Config } from '../../config/config';
import type { Keyring } from '../../crypto/keyring';
import type { Store } from '../../store/store';
import type { Logger } from '../../telemetry/log/logger';
import type { Metrics } from '../../telemetry/metrics/metrics';
import { bundleWorkflows, wireWorkers } from '../../wiring/workers';
import { addSearchAttributes, registerSearchAttributes } from '../../engine/searchAttributeSetup';
import { clientOn, sweepEngine } from '../../wiring/engine';
import { wireActivities } from '../../wiring/activities';
import { quietRuntime } from './quietRuntime';

/** The durable part of the product: a client, and workers that a test can stop and start. */
export interface Engine {
  readonly client: Client;
  startWorkers(): Promise<void>;
  stopWorkers(): Promise<void>;
  stop(): Promise<void>;
}

export interface EngineOptions {
  /** A server other than the shared one, such as a time-skipping one. */
  readonly temporalAddress?: string;
}

export interface EngineParts {
  readonly config: Config;
  readonly keyring: Keyring;
  readonly store: Store;
  readonly log: Logger;
  readonly metrics: Metrics;
}

let bundle: ReturnType<typeof bundleWorkflows> | null = null;

export async function startEngine(parts: EngineParts, options: EngineOptions): Promise<Engine> {
  quietRuntime();
  const { config, keyring } = parts;
  const address = options.temporalAddress ?? config.TEMPORAL_ADDRESS;
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  if (options.temporalAddress === undefined) {
    await registerSearchAttributes(connection, config.TEMPORAL_NAMESPACE);
  } else {
    // The time-skipping server cannot list what it has, but a new one has nothing.
    await addSearchAttributes(connection, config.TEMPORAL_NAMESPACE);
  }
  const client = clientOn(connection, config, keyring);
  const activities = wireActivities({
    ...parts,
    engine: sweepEngine(client, config.TASK_QUEUE_PREFIX),
  });
  bundle ??= bundleWorkflows();
  const workflowBundle = await bundle;
  let running: { workers: Worker[]; runs: Promise<void>[] } = { workers: [], runs: [] };
  const engine: Engine = {
    client,
    async startWorkers() {
      const workers = await wireWorkers({
        config,
        connection: native,
        keyring,
        deps: activities.deps,
        workflowBundle,
      });
      running = { workers, runs: workers.map((worker) => worker.run()) };
    },
    async stopWorkers() {
      for (const worker of running.workers) worker.shutdown();
      await Promise.allSettled(running.runs);
      running = { workers: [], runs: [] };
    },
    async stop() {
      await engine.stopWorkers();
      await connection.close();
      await native.close();
      await activities.close();
    },
  };
  await engine.startWorkers();
  return engine;
}
