import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rootDir, serverCacheDir } from '../../dev/places';
import { isPortFree, pickFreePort } from '../../dev/servers/ports';
import { repositoryFiles } from '../tidy/repositoryFile';
import { until } from '../kit/until';
import { agrees, inThisRun, stepsOf, type Step } from './transcript';

const START_TIMEOUT_MS = 180_000;
jest.setTimeout(480_000);

const PORTS = 10;
const DOCUMENTED_BASE = 7400;

let checkout: string;
let base: number;
let start: ChildProcess;
let shell: Shell;

/** Free ports in a row: the nine of `npm start`, and one for the shop of the page. */
async function freeBase(): Promise<number> {
  for (;;) {
    const first = (await pickFreePort()) - PORTS;
    const ports = Array.from({ length: PORTS }, (_, index) => first + index);
    if ((await Promise.all(ports.map(isPortFree))).every(Boolean)) return first;
  }
}

/** A checkout of its own, so that the system of the one who develops here is left alone. */
function copyCheckout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hakika-quickstart-'));
  for (const { path } of repositoryFiles()) {
    if (path.startsWith('test/') && !path.startsWith('test/kit/')) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(rootDir, path), join(folder, path));
  }
  symlinkSync(join(rootDir, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** One shell for the whole page, as a person has it. */
class Shell {
  readonly #process: ChildProcess;
  #output = '';

  constructor(folder: string, env: NodeJS.ProcessEnv) {
    // A group of its own, so that what the page starts in the background ends with it.
    this.#process = spawn('bash', ['--norc'], { cwd: folder, env, detached: true });
    const keep = (chunk: Buffer): void => void (this.#output += chunk.toString());
    this.#process.stdout?.on('data', keep);
    this.#process.stderr?.on('data', keep);
  }

  async run(command: string): Promise<string> {
    const from = this.#output.length;
    const mark = `--- done ${from} ---`;
    this.#process.stdin?.write(`${command}\necho '${mark}'\n`);
    await until(`"${command}" to end`, () => this.#output.includes(mark, from), 90_000);
    return this.#output.slice(from, this.#output.indexOf(mark, from));
  }

  stop(): void {
    if (this.#process.pid !== undefined) process.kill(-this.#process.pid, 'SIGKILL');
  }
}

beforeAll(async () => {
  checkout = copyCheckout();
  base = await freeBase();
  const env: NodeJS.ProcessEnv = { ...process.env, HAKIKA_PORT_BASE: String(base) };
  for (const name of Object.keys(env)) {
    if (/^npm_|^MONGODB_|^TEMPORAL_|^HAKIKA_(?:ADMIN|OPERATOR)/.test(name)) delete env[name];
  }
  env['HAKIKA_CACHE_DIR'] = serverCacheDir();
  env['HOME'] = checkout;
  env['npm_config_update_notifier'] = 'false';
  start = spawn(process.execPath, ['dev/start.cjs'], { cwd: checkout, env });
  let output = '';
  const keep = (chunk: Buffer): void => void (output += chunk.toString());
  start.stdout?.on('data', keep);
  start.stderr?.on('data', keep);
  await until(
    'npm start to be up',
    () => {
      if (start.exitCode !== null) throw new Error(`npm start ended early:\n${output}`);
      return output.includes('Everything is up.');
    },
    START_TIMEOUT_MS,
  );
  shell = new Shell(checkout, env);
});
afterAll(async () => {
  shell?.stop();
  const ended = new Promise((resolve) => start.once('close', resolve));
  start.kill('SIGINT');
  await ended;
  rmSync(checkout, { recursive: true, force: true });
});

/** The page with the ports of this run. */
function steps(): Step[] {
  const page = readFileSync(join(rootDir, 'docs/quickstart.md'), 'utf8');
  const moved = page.replace(/\b127\.0\.0\.1:(74\d\d)\b/g, (_all, port: string) => {
    return `127.0.0.1:${base + Number(port) - DOCUMENTED_BASE}`;
  });
  return stepsOf(moved.replaceAll('listen(7409', `listen(${base + 9}`));
}

// Guarantees that each command of the page works from `npm start` alone, and prints what it says.
it('runs the quickstart as it is written', async () => {
  const known = new Map<string, string>();
  const all = steps();
  expect(all.length).toBeGreaterThan(10);
  for (const step of all) {
    const command = inThisRun(step.command, known);
    const printed = await shell.run(command);
    if (agrees(step, printed, known)) continue;
    // The whole text, so that the page can be put right from it.
    expect({ command, printed }).toEqual({ command, printed: step.output });
    throw new Error(`What varies is not the same thing throughout: ${command}\n${printed}`);
  }
});
