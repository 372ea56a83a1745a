import { NativeConnection } from '@temporalio/worker';
import { readConfigOf } from '../config/config';
import { openStore } from '../store/store';
import { createLogger } from '../telemetry/log/logger';
import { createMetrics } from '../telemetry/metrics/metrics';
import { bundleApart, readBundle } from './bundle';
import { assertSearchAttributes } from '../engine/searchAttributeSetup';
import { clientOn, sweepEngine } from '../wiring/engine';
import { wireWorkers } from '../wiring/workers';
import { workerReadiness } from './readiness';
import { installRuntime } from './runtime';
import { startOperations } from '../wiring/operations';
import { exitWithin, untilStopped } from '../wiring/untilStopped';
import { wireActivities } from '../wiring/activities';
import { createKeyring, storeOptions } from '../wiring/store';

/** Above the time that running work is given to end; see `createWorkers`. */
const STOP_GRACE_MS = 55_000;

/** The worker process: runs payments until it is told to stop, then lets running work end. */
async function main(): Promise<void> {
  const config = readConfigOf('worker', process.env);
  const log = createLogger({ service: 'worker', level: config.LOG_LEVEL });
  installRuntime(log);
  const metrics = createMetrics('worker');
  const keyring = createKeyring(config);
  const store = await openStore(storeOptions(config, metrics), keyring);
  const connection = await NativeConnection.connect({
    address: config.TEMPORAL_ADDRESS,
    // What is encrypted does not compress, and most of what is sent is encrypted.
    grpcCompression: { codec: 'none' },
  });
  const engine = sweepEngine(clientOn(connection, config, keyring), config.TASK_QUEUE_PREFIX);
  const activities = wireActivities({ config, store, log, metrics, engine });
  await assertSearchAttributes(connection, config.TEMPORAL_NAMESPACE);
  const workflowBundle = config.WORKFLOW_BUNDLE_PATH
    ? await readBundle(config.WORKFLOW_BUNDLE_PATH)
    : await bundleApart();
  const workers = await wireWorkers({
    config,
    connection,
    keyring,
    deps: activities.deps,
    workflowBundle,
  });
  const runs = workers.map((worker) => worker.run());
  const operations = await startOperations({
    host: config.OPERATIONS_HOST,
    port: config.WORKER_OPERATIONS_PORT,
    hosts: [config.OPERATIONS_HOST, ...config.OPERATIONS_HOSTS],
    log,
    metrics,
    readiness: () => workerReadiness({ store, connection, config, workers }),
  });
  log.info({ queues: workers.map((w) => w.options.taskQueue) }, 'worker is running');
  await untilStopped(Promise.all(runs));
  log.info('worker is stopping');
  exitWithin(STOP_GRACE_MS);
  for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  await Promise.allSettled(runs);
  await operations.close();
  await connection.close();
  await activities.close();
  await store.close();
  log.info('worker has stopped');
  // Lines that nobody reads would keep the process.
  process.exit(0);
}

main().catch((error: unknown) => {
  createLogger({ service: 'worker', level: 'error' }).fatal({ err: error }, 'worker cannot run');
  process.exitCode = 1;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit();
});
