import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { startProcess, type ProductProcess } from './productProcess';

/** More lines than a pipe, a socket and their reader's buffer hold together. */
const REQUESTS = 3_000;

/** A program of every system, and not one of node_modules. */
const MAKE_PIPE = 'mkfifo';
const folder = mkdtempSync(join(tmpdir(), 'hakika-log-'));
let system: TestSystem;
let running: ProductProcess | null = null;
const opened: number[] = [];

beforeAll(async () => {
  system = await startSystem();
});
afterEach(async () => {
  await running?.stop();
  for (const descriptor of opened.splice(0)) closeSync(descriptor);
});
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true });
});

function open(path: string, flags: number): number {
  const descriptor = openSync(path, flags);
  opened.push(descriptor);
  return descriptor;
}

/** A pipe that this test holds open and never reads. */
function unreadPipe(): number {
  const path = join(folder, 'pipe');
  rmSync(path, { force: true });
  execFileSync(MAKE_PIPE, [path]);
  return open(path, constants.O_RDWR);
}

const OUTPUTS = [
  ['a full disk', () => open('/dev/full', constants.O_WRONLY)],
  ['a pipe that nobody reads', unreadPipe],
  ['a socket that nobody reads', () => 'pipe' as const],
] as const;

async function droppedLines({ urls }: ProductProcess): Promise<number> {
  const text = await (await fetch(`${urls.operations}/metrics`)).text();
  return Number(/^hakika_log_lines_dropped_total\{[^}]*\} (\d+)/m.exec(text)?.[1]);
}

async function makeNoise({ urls }: ProductProcess): Promise<void> {
  for (let asked = 0; asked < REQUESTS; asked += 20) {
    const answers = Array.from({ length: 20 }, () => fetch(`${urls.api}/nowhere`));
    for (const answer of await Promise.all(answers)) expect(answer.status).toBe(404);
  }
}

async function stopsWithin(stopping: ProductProcess, timeoutMs: number): Promise<number | null> {
  const startedAt = performance.now();
  stopping.child.kill('SIGTERM');
  const code = await stopping.ended;
  expect(performance.now() - startedAt).toBeLessThan(timeoutMs);
  return code;
}

/** A start, a payment and a stop of a whole worker. */
const WORKER_TIMEOUT_MS = 200_000;

// Guarantees that a log which cannot be written holds up neither payments nor a stop (F52).
describe.each(OUTPUTS)('with its log on %s', (what, stdout) => {
  it('the API answers, counts what it dropped, and stops', async () => {
    const given = { script: 'api/main.ts', stdout: stdout() } as const;
    const api = (running = await startProcess(system, given));
    await api.answersReady();
    await makeNoise(api);
    if (what === 'a full disk') expect(await droppedLines(api)).toBeGreaterThan(REQUESTS);
    const through = { ...system, urls: { ...system.urls, api: api.urls.api } };
    const { id } = await askFor(through);
    await reaches(through, id, 'succeeded');
    expect(await stopsWithin(api, 20_000)).toBe(0);
  });
});

it(
  'the worker carries a payment through with its log on a full disk, and stops',
  async () => {
    const stdout = open('/dev/full', constants.O_WRONLY);
    const worker = (running = await startProcess(system, { script: 'workers/main.ts', stdout }));
    await worker.answersReady();
    await system.engine.stopWorkers();
    const { id } = await askFor(system);
    await reaches(system, id, 'succeeded');
    expect(await droppedLines(worker)).toBeGreaterThan(0);
    expect(await stopsWithin(worker, 50_000)).toBe(0);
    await system.engine.startWorkers();
  },
  WORKER_TIMEOUT_MS,
);
