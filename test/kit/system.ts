import type { Client } from '@temporalio/client';
import { createApp } from '../../api/public/app';
import { createCallbacksApp } from '../../api/callbacks/app';
import type { ApiDependencies } from '../../api/dependencies';
import { listen, type Listener } from '../../api/http/listen';
import { createOperationsApp } from '../../api/operations/app';
import { createPaymentEngine } from '../../engine/paymentEngine';
import type { Config } from '../../config/config';
import { Secret } from '../../domain/values/secret';
import { openStore, setUpStore, type Store } from '../../store/store';
import type { Logger } from '../../telemetry/log/logger';
import { createMetrics, type Metrics } from '../../telemetry/metrics/metrics';
import { EncryptionCodec } from '../../engine/payloadCodec';
import { addMerchant, sandboxShortcode, type TestMerchant } from './demoMerchant';
import { memoryLog } from './memoryLog';
import { startSimulator, type SimulatorProcess } from './simulatorProcess';
import { startEngine, type Engine, type EngineOptions, type EngineParts } from './engine';
import { testConfig } from './testConfig';
import { openWebhookInbox, type WebhookInbox } from './webhookInbox';
import { wireApi } from '../../wiring/api';
import { createKeyring, storeOptions } from '../../wiring/store';

export interface TestSystem {
  readonly config: Config;
  readonly store: Store;
  readonly client: Client;
  readonly engine: Engine;
  readonly simulator: SimulatorProcess;
  readonly webhooks: WebhookInbox;
  readonly merchant: TestMerchant;
  readonly metrics: Metrics;
  readonly logLines: readonly string[];
  readonly urls: { readonly api: string; readonly callbacks: string; readonly operations: string };
  stop(): Promise<void>;
}

interface SystemOptions extends EngineOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly simulatorArgs?: readonly string[];
  readonly corroborateAboveKes?: number;
  readonly withInitiator?: boolean;
  /** Known beforehand where a Temporal UI is to find the codec there; TEMPORAL_UI_URL names it. */
  readonly operationsPort?: number;
}

const FAST_SIMULATOR = ['--approve-delay-ms', '50', '--callback-delay-ms', '20'];

/** The whole product on real servers, with names of its own: API, worker, simulated Safaricom. */
export async function startSystem(options: SystemOptions = {}): Promise<TestSystem> {
  const simulatorArgs = ['--log-level', 'silent', ...(options.simulatorArgs ?? [])];
  const simulator = await startSimulator([...FAST_SIMULATOR, ...simulatorArgs]);
  const webhooks = await openWebhookInbox();
  const draft = testConfig(options.environment);
  const keyring = createKeyring(draft);
  const metrics = createMetrics('test');
  const { log, lines } = memoryLog();
  await setUpStore(storeOptions(draft, metrics));
  const store = await openStore(storeOptions(draft, metrics), keyring);
  const merchant = await addMerchant(store, {
    shortcode: '174379',
    webhookUrl: webhooks.url,
    corroborateAboveKes: options.corroborateAboveKes ?? 0,
  });
  const initiator = options.withInitiator ? await initiatorOf(simulator) : null;
  await store.shortcodes.save(sandboxShortcode(merchant.merchantId, simulator.url, initiator));
  // The callback port is known once it listens; the worker needs it in its addresses.
  const late: { deps: ApiDependencies | null } = { deps: null };
  const callbacks = await listenLate(late, log);
  const config = { ...draft, CALLBACK_BASE_URL: urlOf(callbacks) };
  const engine = await startEngine({ config, keyring, store, log, metrics }, options);
  const api = await startApi({ config, keyring, store, log, metrics }, engine, options);
  late.deps = api.deps;
  const { client } = engine;
  const parts = { config, store, client, engine, simulator, webhooks, merchant, metrics };
  return {
    ...parts,
    logLines: lines,
    urls: { ...api.urls, callbacks: urlOf(callbacks) },
    async stop() {
      await Promise.all([api.close(), callbacks.close()]);
      await engine.stop();
      await store.close();
      await simulator.stop();
      await webhooks.close();
    },
  };
}

function urlOf({ port }: Listener): string {
  return `http://127.0.0.1:${port}`;
}

async function startApi(parts: EngineParts, engine: Engine, options: SystemOptions) {
  const { config, keyring, store, log, metrics } = parts;
  const outcomes = store.outcomeFeed((err) => log.warn({ err }, 'the change feed broke'));
  outcomes.open();
  const paymentEngine = createPaymentEngine(engine.client, config.TASK_QUEUE_PREFIX);
  const deps = wireApi({ config, store, outcomes, engine: paymentEngine, log, metrics });
  const uiOrigin = new URL(config.TEMPORAL_UI_URL ?? 'http://127.0.0.1:8233').origin;
  const codec = { codec: new EncryptionCodec(keyring), uiOrigin };
  const local = { host: '127.0.0.1', port: 0, requestTimeoutMs: 30_000, log };
  const api = await listen(createApp(deps), local);
  const operationsAt = { ...local, port: options.operationsPort ?? 0 };
  const operations = await listen(createOperationsApp(deps, codec), operationsAt);
  return {
    deps,
    urls: { api: urlOf(api), operations: urlOf(operations) },
    async close() {
      await Promise.all([api.close(), operations.close()]);
      await outcomes.close();
      await paymentEngine.idle();
    },
  };
}

/** Listens before the product behind it is wired, since its port is part of the wiring. */
async function listenLate(late: { deps: ApiDependencies | null }, log: Logger): Promise<Listener> {
  const { default: express } = await import('express');
  const app = express();
  let inner: ReturnType<typeof createCallbacksApp> | null = null;
  app.use((request, response, next) => {
    if (late.deps === null) return void response.sendStatus(503);
    inner ??= createCallbacksApp(late.deps);
    inner(request, response, next);
  });
  return listen(app, { host: '127.0.0.1', port: 0, requestTimeoutMs: 10_000, log });
}

async function initiatorOf(simulator: SimulatorProcess) {
  const response = await fetch(`${simulator.url}/control/certificate`);
  return {
    name: 'testapi',
    password: new Secret('Simulator#2026'),
    certificatePem: await response.text(),
  };
}
