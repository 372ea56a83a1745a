import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logsDir, rootDir } from '../places';
import { startChild, type Child } from '../processes/child';
import { endedTooSoon, waitUntilReady } from '../processes/ready';

/** A program of this repository that `npm start` runs from its source. */
interface Program {
  readonly name: string;
  /** Path from the root of the checkout. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly logName: string;
}

type Environment = Readonly<Record<string, string>>;

const readyTimeoutMs = 60_000;

/** Makes the indexes and search attributes that worker and API insist on; resolves when done. */
export async function runSetup(environment: Environment): Promise<void> {
  const program = { name: 'The setup step', script: 'workers/setup.ts', logName: 'setup' };
  const child = await startProgram(program, environment, true);
  if ((await child.ended) !== 'code 0') throw endedTooSoon(child);
}

/** Starts the worker and waits until it says it is ready. */
export async function startWorker(environment: Environment, port: number): Promise<void> {
  const program = { name: 'The worker', script: 'workers/main.ts', logName: 'worker' };
  await startServing(program, environment, port);
}

/** Starts the API with its three listeners and waits until it says it is ready. */
export async function startApi(environment: Environment, port: number): Promise<void> {
  const program = { name: 'The API', script: 'api/main.ts', logName: 'api' };
  await startServing(program, environment, port);
}

/** Starts the simulated Safaricom and waits until it listens. */
export async function startSimulator(port: number): Promise<void> {
  const args = ['--port', String(port), '--host', '127.0.0.1', '--seed', '1'];
  const name = 'The simulated Safaricom';
  const program = { name, script: 'simulator/main.ts', args, logName: 'simulator' };
  const child = await startProgram(program, {});
  await waitUntilReady(child, readyTimeoutMs, async () => {
    const said = existsSync(child.logFile) ? readFileSync(child.logFile, 'utf8') : '';
    if (!said.includes('"listening"')) throw new Error('it does not listen yet');
  });
}

async function startServing(
  program: Program,
  environment: Environment,
  port: number,
): Promise<void> {
  const child = await startProgram(program, environment);
  await waitUntilReady(child, readyTimeoutMs, async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/ready`);
    if (!answer.ok) throw new Error(`GET /ready answers ${answer.status}`);
  });
}

function startProgram(program: Program, env: Environment, endsByItself = false): Promise<Child> {
  return startChild({
    name: program.name,
    command: process.execPath,
    args: ['--import', 'tsx', join(rootDir, program.script), ...(program.args ?? [])],
    env,
    logFile: join(logsDir, `${program.logName}.log`),
    endsByItself,
  });
}
