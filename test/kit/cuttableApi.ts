import { Connection } from '@temporalio/client';
import { createApp } from '../../api/public/app';
import { createCallbacksApp } from '../../api/callbacks/app';
import type { ApiDependencies } from '../../api/dependencies';
import { listen, type Listener } from '../../api/http/listen';
import { createOperationsApp } from '../../api/operations/app';
import { createPaymentEngine } from '../../engine/paymentEngine';
import { Secret } from '../../domain/values/secret';
import { openStore } from '../../store/store';
import { createMetrics } from '../../telemetry/metrics/metrics';
import { memoryLog } from './memoryLog';
import type { TestSystem } from './system';
import { openTcpProxy, type TcpProxy } from './tcpProxy';
import { wireApi } from '../../wiring/api';
import { clientOn } from '../../wiring/engine';
import { createKeyring } from '../../wiring/store';

/** A second API over the same database and engine, whose wires to both a test can cut. */
export interface CuttableApi {
  /** The system as it looks through this API; its worker and simulator are untouched. */
  readonly system: TestSystem;
  readonly deps: ApiDependencies;
  readonly toStore: TcpProxy;
  readonly toEngine: TcpProxy;
  stop(): Promise<void>;
}

export async function startCuttableApi(system: TestSystem): Promise<CuttableApi> {
  const { config } = system;
  const toStore = await openTcpProxy(portOf(config.MONGODB_URI.expose()));
  const toEngine = await openTcpProxy(portOf(`http://${config.TEMPORAL_ADDRESS}`));
  const keyring = createKeyring(config);
  const store = await openStore(
    {
      // Without `directConnection` the driver would find the server's own address behind the wire.
      uri: new Secret(`mongodb://127.0.0.1:${toStore.port}/?directConnection=true`),
      database: config.MONGODB_DATABASE,
      maxPoolSize: 5,
    },
    keyring,
  );
  const connection = Connection.lazy({ address: `127.0.0.1:${toEngine.port}` });
  const client = clientOn(connection, config, keyring);
  const { log } = memoryLog();
  const outcomes = store.outcomeFeed((err) => log.warn({ err }, 'the change feed broke'));
  outcomes.open();
  const deps = wireApi({
    config,
    store,
    outcomes,
    engine: createPaymentEngine(client, config.TASK_QUEUE_PREFIX),
    log,
    metrics: createMetrics('test'),
  });
  const listeners = await listenAll(deps);
  return {
    system: { ...system, urls: listeners.urls },
    deps,
    toStore,
    toEngine,
    async stop() {
      await listeners.close();
      await outcomes.close();
      await deps.engine.idle();
      await connection.close();
      await store.close();
      await Promise.all([toStore.close(), toEngine.close()]);
    },
  };
}

async function listenAll(deps: ApiDependencies) {
  const local = { host: '127.0.0.1', port: 0, requestTimeoutMs: 30_000, log: deps.log };
  const api = await listen(createApp(deps), local);
  const callbacks = await listen(createCallbacksApp(deps), local);
  const operations = await listen(createOperationsApp(deps, null), local);
  return {
    urls: { api: urlOf(api), callbacks: urlOf(callbacks), operations: urlOf(operations) },
    close: () => Promise.all([api.close(), callbacks.close(), operations.close()]),
  };
}

function urlOf({ port }: Listener): string {
  return `http://127.0.0.1:${port}`;
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
