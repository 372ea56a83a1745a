import { Client, Connection } from '@temporalio/client';
import { readConfig, type Config } from '../config/config';
import { openStore } from '../store/store';
import { createLogger } from '../telemetry/log/logger';
import { createMetrics } from '../telemetry/metrics/metrics';
import { dataConverter } from '../engine/dataConverter';
import { EncryptionCodec } from '../engine/payloadCodec';
import { untilStopped } from '../wiring/untilStopped';
import { createApp } from './public/app';
import { createCallbacksApp } from './callbacks/app';
import type { ApiDependencies } from './dependencies';
import { listen, type Listener } from './http/listen';
import { createOperationsApp } from './operations/app';
import { createPaymentEngine } from '../engine/paymentEngine';
import { createKeyring, storeOptions } from '../wiring/store';

/** A whole API request may wait for an outcome for a minute; a callback has nothing to wait for. */
const API_REQUEST_TIMEOUT_MS = 30_000;
const CALLBACK_REQUEST_TIMEOUT_MS = 10_000;

/** The API process: three listeners over one store and one engine. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLogger({ service: 'api', level: config.LOG_LEVEL });
  const metrics = createMetrics('api');
  const keyring = createKeyring(config);
  const store = await openStore(storeOptions(config, metrics), keyring);
  const connection = Connection.lazy({ address: config.TEMPORAL_ADDRESS });
  const client = new Client({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    dataConverter: dataConverter(keyring),
  });
  const outcomes = store.outcomeFeed((err) => log.warn({ err }, 'the change feed broke'));
  outcomes.open();
  const listeners = await startListeners(config, {
    store,
    outcomes,
    engine: createPaymentEngine(client, config.TASK_QUEUE_PREFIX),
    keyring,
    timing: config.timing,
    log,
    metrics,
    trustedProxies: config.TRUSTED_PROXIES,
    callbackSources: config.CALLBACK_SOURCES,
  });
  log.info({ ports: listeners.map((listener) => listener.port) }, 'api is listening');
  await untilStopped(new Promise(() => undefined));
  log.info('api is stopping');
  await Promise.all(listeners.map((listener) => listener.close()));
  await outcomes.close();
  await connection.close();
  await store.close();
}

async function startListeners(config: Config, deps: ApiDependencies): Promise<Listener[]> {
  const uiOrigin = config.TEMPORAL_UI_URL && new URL(config.TEMPORAL_UI_URL).origin;
  // Elsewhere than on a developer's machine the codec needs a sign-on that it does not have yet.
  const codec =
    config.isLocal && uiOrigin ? { codec: new EncryptionCodec(deps.keyring), uiOrigin } : null;
  const { log, metrics } = deps;
  const onEvicted = (listener: string) => () => metrics.connectionsEvicted.inc({ listener });
  return [
    await listen(createApp(deps), {
      host: config.API_HOST,
      port: config.API_PORT,
      requestTimeoutMs: API_REQUEST_TIMEOUT_MS,
      log,
      onEvicted: onEvicted('public'),
    }),
    await listen(createCallbacksApp(deps), {
      host: config.CALLBACK_HOST,
      port: config.CALLBACK_PORT,
      requestTimeoutMs: CALLBACK_REQUEST_TIMEOUT_MS,
      log,
      onEvicted: onEvicted('callbacks'),
    }),
    await listen(createOperationsApp(deps, codec), {
      host: config.OPERATIONS_HOST,
      port: config.OPERATIONS_PORT,
      requestTimeoutMs: CALLBACK_REQUEST_TIMEOUT_MS,
      log,
      onEvicted: onEvicted('operations'),
    }),
  ];
}

main().catch((error: unknown) => {
  createLogger({ service: 'api', level: 'error' }).fatal({ err: error }, 'api cannot run');
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
