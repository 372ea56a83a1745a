import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readConfig, type Config } from '../../config/config';
import { rootDir } from '../../dev/places';
import { startChild, stopAllChildren } from '../../dev/processes/child';
import { startMongo } from '../../dev/servers/mongo';
import { pickFreePort } from '../../dev/servers/ports';
import {
  startTemporalDevServer,
  type TemporalDevServer,
} from '../../dev/servers/temporalDevServer';
import { localSecrets } from '../../dev/system/secrets';
import { openStore, type Store } from '../../store/store';
import { createKeyring } from '../../wiring/store';
import { addMerchant, sandboxShortcode, type TestMerchant } from '../kit/demoMerchant';
import { startSimulator, type SimulatorProcess } from '../kit/simulatorProcess';
import { openTcpProxy, type TcpProxy } from '../kit/tcpProxy';
import { openWebhookInbox, type WebhookInbox } from '../kit/webhookInbox';
import { SupervisedProgram } from './supervised';

/** The whole product as processes of their own, each of which can be killed and started. */
export interface Installation {
  readonly config: Config;
  readonly folder: string;
  readonly apiUrl: string;
  readonly simulator: SimulatorProcess;
  readonly merchant: TestMerchant;
  readonly webhooks: WebhookInbox;
  /** For looking only: nothing of the campaign is written past the product. */
  readonly store: Store;
  readonly api: SupervisedProgram;
  readonly worker: SupervisedProgram;
  readonly temporal: KillableTemporal;
  /** The wire by which the API, and nothing else, reaches Temporal. */
  readonly apiToTemporal: TcpProxy;
  /** What `npm run setup` runs. */
  setUp(): Promise<void>;
  stop(): Promise<void>;
}

/** Temporal with a database of its own, on one port for good. */
export interface KillableTemporal {
  kill(): Promise<void>;
  start(): Promise<void>;
  /** While it is killed: all that it knew is gone. */
  deleteDatabase(): void;
}

/** The waits of a payment are twenty times as short; a prompt lives for 4 seconds of 9. */
const TIMING_SCALE = '0.05';
const SIMULATOR = ['--prompt-timeout-ms', '4000', '--callback-delay-ms', '100'];

/** Starts everything, empty, with one merchant. */
export async function startInstallation(seed: number): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'hakika-campaign-'));
  const port = await pickFreePort();
  const temporal = temporalOn(port, folder);
  const mongoLog = join(folder, 'mongo.log');
  const [mongo] = await Promise.all([
    startMongo({ port: 0, dataDir: join(folder, 'mongo'), logFile: mongoLog }),
    temporal.start(),
  ]);
  const apiToTemporal = await openTcpProxy(port);
  const environment = await environmentFor(mongo.uri, folder);
  const direct = { ...environment, TEMPORAL_ADDRESS: `127.0.0.1:${port}` };
  const wired = { ...environment, TEMPORAL_ADDRESS: `127.0.0.1:${apiToTemporal.port}` };
  const setUp = () => runOnce('workers/setup.ts', [], { env: direct, folder });
  const bundle = direct.WORKFLOW_BUNDLE_PATH;
  await Promise.all([setUp(), runOnce('workers/buildBundle.ts', [bundle], { env: {}, folder })]);
  const config = readConfig(direct);
  const store = await openStore(
    { uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, maxPoolSize: 4 },
    createKeyring(config),
  );
  const options = ['--log-level', 'silent', '--seed', String(seed), ...SIMULATOR];
  const simulator = await startSimulator(options);
  const webhooks = await openWebhookInbox();
  const merchant = await addMerchant(store, { shortcode: '174379', webhookUrl: webhooks.url });
  await store.shortcodes.save(sandboxShortcode(merchant.merchantId, simulator.url));
  const { api, worker } = programs(wired, direct, folder);
  await Promise.all([api.start(), worker.start()]);
  await Promise.all([api.untilReady(), worker.untilReady()]);
  return {
    ...{ config, folder, simulator, merchant, webhooks, store, api, worker, temporal },
    ...{ apiToTemporal, setUp, apiUrl: `http://127.0.0.1:${environment.API_PORT}` },
    async stop() {
      await Promise.all([api.kill(), worker.kill(), webhooks.close(), simulator.stop()]);
      await Promise.all([store.close(), apiToTemporal.close()]);
      await stopAllChildren();
    },
  };
}

/** Deletes what an installation left on the disk, logs and all. */
export function discard({ folder }: Installation): void {
  rmSync(folder, { recursive: true, force: true });
}

type Environment = Readonly<Record<string, string>>;

function programs(wired: Environment, direct: Environment, logFolder: string) {
  const operationsUrl = (port = '') => `http://127.0.0.1:${port}`;
  return {
    api: new SupervisedProgram({
      ...{ name: 'api', script: 'api/main.ts', environment: wired, logFolder },
      operationsUrl: operationsUrl(wired.OPERATIONS_PORT),
    }),
    worker: new SupervisedProgram({
      ...{ name: 'worker', script: 'workers/main.ts', environment: direct, logFolder },
      operationsUrl: operationsUrl(direct.WORKER_OPERATIONS_PORT),
    }),
  };
}

function temporalOn(port: number, folder: string): KillableTemporal {
  const dbFile = join(folder, 'temporal', 'temporal.db');
  let server: TemporalDevServer | null = null;
  let starts = 0;
  return {
    async kill() {
      await server?.kill();
      server = null;
    },
    async start() {
      starts += 1;
      const logFile = join(folder, `temporal-${starts}.log`);
      server = await startTemporalDevServer({ port, uiPort: 0, dbFile, logFile });
    },
    deleteDatabase() {
      if (server !== null) throw new Error('Temporal runs: its database is in use.');
      rmSync(join(folder, 'temporal'), { recursive: true });
    },
  };
}

/** Runs a program that does one thing and ends. */
async function runOnce(
  script: string,
  args: readonly string[],
  { env, folder }: { readonly env: Environment; readonly folder: string },
): Promise<void> {
  const child = await startChild({
    name: script,
    command: process.execPath,
    args: ['--import', 'tsx', join(rootDir, script), ...args],
    env,
    logFile: join(folder, `${basename(script, '.ts')}.log`),
    endsByItself: true,
  });
  if ((await child.ended) !== 'code 0') throw new Error(`${script} failed: see ${child.logFile}`);
}

async function environmentFor(uri: string, folder: string) {
  const secrets = localSecrets(join(folder, 'secrets.json'));
  const callbacks = String(await pickFreePort());
  return {
    HAKIKA_ENV: 'local',
    LOG_LEVEL: 'info',
    TIMING_SCALE,
    // As in the image: a worker that is started again is there within seconds.
    WORKFLOW_BUNDLE_PATH: join(folder, 'workflowBundle.js'),
    MONGODB_URI: uri,
    MONGODB_DATABASE: 'campaign',
    TASK_QUEUE_PREFIX: 'campaign',
    ENCRYPTION_KEYS: secrets.encryptionKeys,
    LOOKUP_HASH_KEY: secrets.lookupHashKey,
    CALLBACK_PROOF_KEY: secrets.callbackProofKey,
    API_PORT: String(await pickFreePort()),
    CALLBACK_PORT: callbacks,
    CALLBACK_BASE_URL: `http://127.0.0.1:${callbacks}`,
    CALLBACK_SOURCES: '127.0.0.1',
    OPERATIONS_PORT: String(await pickFreePort()),
    WORKER_OPERATIONS_PORT: String(await pickFreePort()),
  };
}
