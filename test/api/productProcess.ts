import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pickFreePort } from '../../dev/servers/ports';
import type { TestSystem } from '../kit/system';
import { until } from '../kit/until';

/** A worker bundles its workflows first, which takes long on a busy machine. */
const READY_TIMEOUT_MS = 90_000;

const ROOT = join(__dirname, '..', '..');

/** The API or the worker as a process of its own, beside what runs in the test. */
export interface ProductProcess {
  readonly urls: {
    readonly api: string;
    readonly callbacks: string;
    readonly operations: string;
  };
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  /** What it has written to standard error. */
  said(): string;
  /** Waits until `/ready` answers with this status. */
  answersReady(status?: number): Promise<unknown>;
  stop(): Promise<void>;
}

export interface ProcessOptions {
  readonly script: 'api/main.ts' | 'workers/main.ts';
  readonly environment?: Readonly<Record<string, string>>;
  /** Where standard output goes; nowhere when left out. */
  readonly stdout?: 'ignore' | 'pipe' | number;
}

/** Starts a process over the system's database and engine. */
export async function startProcess(
  system: TestSystem,
  { script, environment = {}, stdout = 'ignore' }: ProcessOptions,
): Promise<ProductProcess> {
  const [api, callbacks, operations] = [
    await pickFreePort(),
    await pickFreePort(),
    await pickFreePort(),
  ];
  const stdio: StdioOptions = ['ignore', stdout, 'pipe'];
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, script)], {
    cwd: ROOT,
    stdio,
    env: {
      ...process.env,
      ...environmentOf(system),
      API_PORT: String(api),
      CALLBACK_PORT: String(callbacks),
      OPERATIONS_PORT: String(operations),
      WORKER_OPERATIONS_PORT: String(operations),
      ...environment,
    },
  });
  let said = '';
  child.stderr?.on('data', (part: Buffer) => (said += part.toString()));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const urlOf = (port: number) => `http://127.0.0.1:${port}`;
  const urls = { api: urlOf(api), callbacks: urlOf(callbacks), operations: urlOf(operations) };
  return {
    urls,
    child,
    ended,
    said: () => said,
    answersReady: (status = 200) =>
      until(
        `${script} to answer /ready with ${status}`,
        async () => {
          if (child.exitCode !== null) throw new Error(`${script} ended: ${said}`);
          return readyBody(urls.operations, status);
        },
        READY_TIMEOUT_MS,
      ),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function readyBody(url: string, status: number): Promise<unknown> {
  try {
    const answer = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(10_000) });
    return answer.status === status && (await answer.json());
  } catch {
    // It does not listen yet, or no longer.
    return null;
  }
}

function environmentOf({ config }: TestSystem): Record<string, string> {
  const keys = config.ENCRYPTION_KEYS.map(
    ({ keyId, key }) => `${keyId}:${key.expose().toString('base64')}`,
  );
  return {
    HAKIKA_ENV: 'local',
    MONGODB_URI: config.MONGODB_URI.expose(),
    MONGODB_DATABASE: config.MONGODB_DATABASE,
    TEMPORAL_ADDRESS: config.TEMPORAL_ADDRESS,
    TASK_QUEUE_PREFIX: config.TASK_QUEUE_PREFIX,
    ENCRYPTION_KEYS: keys.join(','),
    LOOKUP_HASH_KEY: config.LOOKUP_HASH_KEY.expose().toString('base64'),
    CALLBACK_PROOF_KEY: config.CALLBACK_PROOF_KEY.expose().toString('base64'),
    CALLBACK_BASE_URL: config.CALLBACK_BASE_URL,
    CALLBACK_SOURCES: '127.0.0.1',
    TIMING_SCALE: String(config.TIMING_SCALE),
  };
}
