import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config/config';
import { rootDir } from '../dev/places';
import { onUnexpectedEnd, startChild, stopAllChildren, type Child } from '../dev/processes/child';
import { waitUntilReady } from '../dev/processes/ready';
import { startMongo } from '../dev/servers/mongo';
import { pickFreePort } from '../dev/servers/ports';
import { startTemporalDevServer } from '../dev/servers/temporalDevServer';
import { localSecrets } from '../dev/system/secrets';
import { openStore } from '../store/store';
import { addMerchant, sandboxShortcode, type TestMerchant } from '../test/kit/demoMerchant';
import { openWebhookInbox } from '../test/kit/webhookInbox';
import { createKeyring } from '../wiring/store';

/** The whole product as processes of their own, on servers of their own, with no data. */
export interface BenchSystem {
  readonly apiUrl: string;
  readonly simulatorUrl: string;
  readonly temporalAddress: string;
  readonly mongodbUri: string;
  readonly merchant: TestMerchant;
  /** Starts one more program with an environment of its own. */
  run(name: string, script: string, env: Record<string, string>): Promise<Child>;
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 60_000;

export async function startBenchSystem(): Promise<BenchSystem> {
  onUnexpectedEnd((child) => {
    console.error(`${child.name} ended by itself, so the figures would mean nothing.`);
    process.exit(1);
  });
  const folder = mkdtempSync(join(tmpdir(), 'hakika-bench-'));
  const logFile = (name: string) => join(folder, `${name}.log`);
  const run = (name: string, script: string, env: Record<string, string>, args: string[] = []) =>
    startChild({
      name,
      command: process.execPath,
      args: ['--import', 'tsx', join(rootDir, script), ...args],
      env: { ...env, NODE_ENV: 'production' },
      logFile: logFile(name),
      endsByItself: name === 'setup',
    });
  const [temporal, mongo] = await Promise.all([
    startTemporalDevServer({ port: 0, uiPort: 0, logFile: logFile('temporal') }),
    startMongo({ port: 0, dataDir: join(folder, 'mongo'), logFile: logFile('mongo') }),
  ]);
  const ports = await freePorts();
  const simulatorUrl = `http://127.0.0.1:${ports.simulator}`;
  const environment = environmentFor(ports, temporal.address, mongo.uri, folder);
  const simulatorArgs = ['--port', String(ports.simulator), '--log-level', 'silent'];
  const fast = ['--approve-delay-ms', '10', '--callback-delay-ms', '10'];
  await run('simulator', 'simulator/main.ts', {}, [...simulatorArgs, ...fast]);
  // The merchant's endpoint: a payment is not done before the merchant is told.
  const webhooks = await openWebhookInbox();
  const setup = await run('setup', 'workers/setup.ts', environment);
  if ((await setup.ended) !== 'code 0') throw new Error(`Set-up failed: see ${setup.logFile}`);
  const worker = await run('worker', 'workers/main.ts', environment);
  const api = await run('api', 'api/main.ts', environment);
  await Promise.all([
    untilAnswers(worker, `http://127.0.0.1:${ports.worker}/ready`),
    untilAnswers(api, `http://127.0.0.1:${ports.operations}/ready`),
  ]);
  return {
    apiUrl: `http://127.0.0.1:${ports.api}`,
    simulatorUrl,
    temporalAddress: temporal.address,
    mongodbUri: mongo.uri,
    merchant: await seed(environment, simulatorUrl, webhooks.url),
    run,
    async stop() {
      await webhooks.close();
      await stopAllChildren();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Ports = Record<'api' | 'callbacks' | 'operations' | 'worker' | 'simulator', number>;

async function freePorts(): Promise<Ports> {
  return {
    api: await pickFreePort(),
    callbacks: await pickFreePort(),
    operations: await pickFreePort(),
    worker: await pickFreePort(),
    simulator: await pickFreePort(),
  };
}

function environmentFor(ports: Ports, temporalAddress: string, uri: string, folder: string) {
  const secrets = localSecrets(join(folder, 'secrets.json'));
  return {
    HAKIKA_ENV: 'local',
    // As in production: the log is part of the price.
    LOG_LEVEL: 'info',
    MONGODB_URI: uri,
    MONGODB_DATABASE: 'bench',
    TEMPORAL_ADDRESS: temporalAddress,
    TASK_QUEUE_PREFIX: 'bench',
    ENCRYPTION_KEYS: secrets.encryptionKeys,
    LOOKUP_HASH_KEY: secrets.lookupHashKey,
    CALLBACK_PROOF_KEY: secrets.callbackProofKey,
    API_PORT: String(ports.api),
    CALLBACK_PORT: String(ports.callbacks),
    CALLBACK_BASE_URL: `http://127.0.0.1:${ports.callbacks}`,
    CALLBACK_SOURCES: '127.0.0.1',
    OPERATIONS_PORT: String(ports.operations),
    WORKER_OPERATIONS_PORT: String(ports.worker),
    DARAJA_REQUESTS_PER_SECOND: '1000',
  };
}

async function seed(environment: Record<string, string>, simulatorUrl: string, webhookUrl: string) {
  const config = readConfig(environment);
  const options = { uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, maxPoolSize: 2 };
  const store = await openStore(options, createKeyring(config));
  const merchant = await addMerchant(store, { shortcode: '174379', webhookUrl });
  await store.shortcodes.save(sandboxShortcode(merchant.merchantId, simulatorUrl));
  await store.close();
  return merchant;
}

async function untilAnswers(child: Child, url: string): Promise<void> {
  await waitUntilReady(child, READY_TIMEOUT_MS, async () => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  });
}
