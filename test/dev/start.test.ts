/**
 * The whole of `npm start` with the real servers and stand-ins for our own programs, in a checkout
 * of its own: what is proven is who is started, in which order it is stopped, and that nothing is
 * left.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { rootDir, serverCacheDir } from '../../dev/places';
import { isPortFree, pickFreePort } from '../../dev/servers/ports';
import { scratchFolder } from './scratchFolder';
import { isAlive, waitFor } from './waitFor';

// Each of these starts the real servers up to three times, beside other tests on the same cores.
jest.setTimeout(240_000);

const checkout = scratchFolder();
const listen = "require('node:http').createServer((_, answer) => answer.end('ok'))";
const onPort = (name: string): string =>
  `${listen}.listen(Number(process.env.${name}), '127.0.0.1');`;

const programs: Readonly<Record<string, string>> = {
  'simulator/main.ts': `const port = Number(process.argv[3]);
    ${listen}.listen(port, '127.0.0.1', () => console.log('{"event":"listening"}'));`,
  'workers/setup.ts': "console.log('set up', process.env.MONGODB_URI);",
  'workers/main.ts': onPort('WORKER_OPERATIONS_PORT'),
  'api/main.ts': `${['API_PORT', 'CALLBACK_PORT', 'OPERATIONS_PORT'].map(onPort).join('\n')}
    require('node:fs').writeFileSync(process.env.SAMPLE_PID_FILE, String(process.pid));`,
  'dev/story/tellStory.ts': `export async function tellStory({ say, options }) {
    say('told with once=' + options.once);
    return { succeeded: true };
  }`,
};

class Start {
  output = '';
  readonly #process: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(...args: string[]) {
    this.#process = spawn(process.execPath, ['dev/start.cjs', ...args], { cwd: checkout, env });
    const keep = (chunk: Buffer): void => {
      this.output += chunk.toString();
    };
    this.#process.stdout?.on('data', keep);
    this.#process.stderr?.on('data', keep);
    this.ended = new Promise((resolve) => this.#process.once('close', resolve));
  }

  async untilUp(): Promise<void> {
    await waitFor('everything is up', () => {
      if (this.#process.exitCode !== null) throw new Error(`It ended early:\n${this.output}`);
      return this.output.includes('Everything is up.');
    });
  }

  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }
}

let base: number;
let env: NodeJS.ProcessEnv;
const pidFile = join(checkout, 'api.pid');

/** Nine free ports in a row. */
async function freeBase(): Promise<number> {
  for (;;) {
    const first = (await pickFreePort()) - 9;
    const ports = Array.from({ length: 9 }, (_, index) => first + index);
    const free = await Promise.all(ports.map(isPortFree));
    if (free.every(Boolean)) return first;
  }
}

async function expectNothingLeft(): Promise<void> {
  const ports = Array.from({ length: 9 }, (_, index) => base + index);
  expect(await Promise.all(ports.map(isPortFree))).toEqual(ports.map(() => true));
  expect(existsSync(join(checkout, '.hakika/start.lock'))).toBe(false);
  const processes = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout;
  expect(processes.split('\n').filter((line) => line.includes(checkout))).toEqual([]);
}

beforeAll(async () => {
  cpSync(join(rootDir, 'dev'), join(checkout, 'dev'), { recursive: true });
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json']) {
    cpSync(join(rootDir, name), join(checkout, name));
  }
  for (const folder of ['node_modules', 'domain']) {
    symlinkSync(join(rootDir, folder), join(checkout, folder));
  }
  for (const [file, text] of Object.entries(programs)) {
    mkdirSync(join(checkout, file, '..'), { recursive: true });
    writeFileSync(join(checkout, file), text);
  }
  base = await freeBase();
  const own = { HAKIKA_PORT_BASE: String(base), SAMPLE_PID_FILE: pidFile };
  env = { ...process.env, ...own, HAKIKA_CACHE_DIR: serverCacheDir() };
  for (const name of ['npm_lifecycle_event', 'TEMPORAL_ADDRESS', 'MONGODB_URI']) delete env[name];
});

describe('npm start', () => {
  it('with --once brings everything up, tells the story, and leaves nothing behind', async () => {
    const start = new Start('--once');
    expect([await start.ended, start.output]).toEqual([0, expect.stringContaining('once=true')]);
    expect(readFileSync(join(checkout, '.hakika/logs/setup.log'), 'utf8')).toMatch(/mongodb:\/\//);
    await expectNothingLeft();
  });

  it('stays up until Ctrl-C, refuses a second one, and ends with 0', async () => {
    const start = new Start();
    await start.untilUp();
    const second = new Start();
    expect(await second.ended).toBe(1);
    expect(second.output).toMatch(/^npm start is already running in this folder \(process \d+\)/);
    start.signal('SIGINT');
    // npm passes the same Ctrl-C on a second time: that must not cut the orderly stop short.
    start.signal('SIGINT');
    expect(await start.ended).toBe(0);
    await expectNothingLeft();
  });

  it('ends with one sentence when a part of it dies', async () => {
    const start = new Start();
    await start.untilUp();
    process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
    expect(await start.ended).toBe(1);
    expect(start.output.trimEnd().split('\n').at(-1)).toBe(
      'The API ended by itself (signal SIGKILL); see .hakika/logs/api.log.',
    );
    await expectNothingLeft();
  });

  it('killed outright takes everything along, and the next one starts', async () => {
    const start = new Start();
    await start.untilUp();
    const api = Number(readFileSync(pidFile, 'utf8'));
    start.signal('SIGKILL');
    await start.ended;
    await waitFor('the API has ended', () => !isAlive(api));
    await waitFor('the ports are free', async () => isPortFree(base + 5));
    await waitFor('the ports are free', async () => isPortFree(base + 3));
    expect(await new Start('--once').ended).toBe(0);
    await expectNothingLeft();
  });

  it('with a port taken starts nothing', async () => {
    const other = createServer().listen(base + 6, '127.0.0.1');
    const start = new Start();
    expect(await start.ended).toBe(1);
    expect(start.output).toBe(
      `Port ${base + 6}, which the simulated Safaricom needs, is taken by another program: stop ` +
        'that program, or choose other ports with HAKIKA_PORT_BASE=8400 npm start.\n',
    );
    await new Promise((resolve) => other.close(resolve));
    await expectNothingLeft();
  });

  it('with --fresh forgets the data and keeps the servers', async () => {
    const secrets = join(checkout, '.hakika/data/secrets.json');
    const before = readFileSync(secrets, 'utf8');
    expect(await new Start('--once', '--fresh').ended).toBe(0);
    expect(readFileSync(secrets, 'utf8')).not.toBe(before);
  });
});
