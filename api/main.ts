import { readConfigOf, type ConfigOf } from '../config/config';
import type { Keyring } from '../crypto/keyring';
import { openStore } from '../store/store';
import { wireApi } from '../wiring/api';
import { clientOn } from '../wiring/engine';
import { createLogger } from '../telemetry/log/logger';
import { createMetrics } from '../telemetry/metrics/metrics';
import { connectEngine } from '../engine/connect';
import { EncryptionCodec } from '../engine/payloadCodec';
import { exitWithin, untilStopped } from '../wiring/untilStopped';
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
/** At a stop: how long a kept connection that is idle may still bring a request. */
const IDLE_GRACE_MS = 3_000;
/** At a stop: what ends the process, were all that it waits for to hang. */
const STOP_GRACE_MS = 25_000;

/** The API process: three listeners over one store and one engine. */
async function main(): Promise<void> {
  const config = readConfigOf('api', process.env);
  const log = createLogger({ service: 'api', level: config.LOG_LEVEL });
  const metrics = createMetrics('api');
  const keyring = createKeyring(config);
  const store = await openStore(storeOptions(config, metrics), keyring);
  const connection = connectEngine(config.TEMPORAL_ADDRESS);
  const client = clientOn(connection, config, keyring);
  const stopping = new AbortController();
  const outcomes = store.outcomeFeed((err) => log.warn({ err }, 'the change feed broke'));
  outcomes.open();
  const engine = createPaymentEngine(client, config.TASK_QUEUE_PREFIX);
  const parts = { config, store, outcomes, engine, log, metrics, stopping: stopping.signal };
  const listeners = await startListeners(config, keyring, wireApi(parts));
  const [api, callbacks, operations] = listeners;
  log.info({ ports: listeners.map(({ port }) => port) }, 'api is listening');
  await untilStopped(new Promise(() => undefined));
  log.info('api is stopping');
  exitWithin(STOP_GRACE_MS);
  stopping.abort();
  await Promise.all([api.close(), callbacks.close()]);
  await operations.close();
  await outcomes.close();
  await engine.idle();
  await connection.close();
  await store.close();
  // Lines that nobody reads would keep the process.
  process.exit(0);
}

async function startListeners(
  config: ConfigOf<'api'>,
  keyring: Keyring,
  deps: ApiDependencies,
): Promise<readonly [Listener, Listener, Listener]> {
  const uiOrigin = config.TEMPORAL_UI_URL && new URL(config.TEMPORAL_UI_URL).origin;
  // Elsewhere than on a developer's machine the codec needs a sign-on that it does not have yet.
  const codec =
    config.isLocal && uiOrigin ? { codec: new EncryptionCodec(keyring), uiOrigin } : null;
  const { log, metrics } = deps;
  const at = (listener: string, host: string, port: number, requestTimeoutMs: number) => ({
    host,
    port,
    requestTimeoutMs,
    log,
    limits: { idleGraceMs: IDLE_GRACE_MS },
    onEvicted: () => metrics.connectionsEvicted.inc({ listener }),
  });
  const { API_HOST, API_PORT, CALLBACK_HOST, CALLBACK_PORT } = config;
  const { OPERATIONS_HOST, OPERATIONS_PORT } = config;
  return [
    await listen(createApp(deps), at('public', API_HOST, API_PORT, API_REQUEST_TIMEOUT_MS)),
    await listen(
      createCallbacksApp(deps),
      at('callbacks', CALLBACK_HOST, CALLBACK_PORT, CALLBACK_REQUEST_TIMEOUT_MS),
    ),
    await listen(
      createOperationsApp(deps, codec),
      at('operations', OPERATIONS_HOST, OPERATIONS_PORT, CALLBACK_REQUEST_TIMEOUT_MS),
    ),
  ];
}

main().catch((error: unknown) => {
  createLogger({ service: 'api', level: 'error' }).fatal({ err: error }, 'api cannot run');
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
