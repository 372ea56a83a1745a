import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const startLimitMs = 30_000;

/** A simulator that runs as a process of its own. */
export interface SimulatorProcess {
  readonly url: string;
  readonly seed: number;
  /** Everything it wrote so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Ends it by SIGTERM and resolves with its exit code and how long that took. */
  readonly stop: () => Promise<{ code: number | null; tookMs: number }>;
}

/** Quick enough for tests; a test that needs other times sets them by flag or setting. */
const quick = [
  ...['--prompt-timeout-ms', '400', '--approve-delay-ms', '20', '--callback-delay-ms', '10'],
] as const;

/**
 * Starts a simulator on a free port and resolves when it listens. Flags given here win over the
 * quick times of the tests.
 */
export async function startSimulator(
  flags: readonly string[] = [],
  seed = 7,
): Promise<SimulatorProcess> {
  const child = runSimulator(['--port', '0', '--seed', String(seed), ...quick, ...flags]);
  const url = await child.listening;
  process.stdout.write(`simulator seed ${seed}\n`);
  return {
    url,
    seed,
    stdout: child.stdout,
    stderr: child.stderr,
    stop: async () => {
      const startedMs = Date.now();
      child.process.kill('SIGTERM');
      const code = await child.ended;
      return { code, tookMs: Date.now() - startedMs };
    },
  };
}

/** Runs the simulator with exactly these flags, whether or not it will start. */
export function runSimulator(flags: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const script = join(root, 'simulator', 'main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...flags], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  // Not 'exit': that may come before the last of what it wrote.
  const ended = once(child, 'close').then(([code]: unknown[]) =>
    typeof code === 'number' ? code : null,
  );
  const listening = new Promise<string>((resolve, reject) => {
    const limit = setTimeout(() => {
      reject(new Error(`The simulator did not listen within ${startLimitMs} ms: ${stderr}`));
    }, startLimitMs);
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString('utf8');
      const url = /"url":"([^"]+)"/.exec(stdout)?.[1];
      if (url === undefined) return;
      clearTimeout(limit);
      resolve(url);
    });
    void ended.then((code) => {
      clearTimeout(limit);
      reject(new Error(`The simulator ended with code ${code}: ${stderr}`));
    });
  });
  // A caller that expects the start to fail looks at `ended` and never at this.
  listening.catch(() => undefined);
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  return { process: child, ended, listening, stdout: () => stdout, stderr: () => stderr };
}
