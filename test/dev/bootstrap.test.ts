import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { rootDir } from '../../dev/places';
import { scratchFolder } from './scratchFolder';
import { isAlive, waitFor } from './waitFor';

const folder = scratchFolder();

const wanted = {
  '': { name: 'sample' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/b': { version: '2.0.0', optional: true },
};

/** A checkout of nothing but the bootstrap and a lockfile, with an npm that only takes notes. */
class Checkout {
  readonly dir = mkdtempSync(join(folder, 'checkout-'));
  readonly #npm = join(this.dir, 'npm-cli.js');
  readonly #note = join(this.dir, 'npm-ran');

  constructor(npm = '') {
    mkdirSync(join(this.dir, 'dev'));
    cpSync(join(rootDir, 'dev/bootstrap.cjs'), join(this.dir, 'dev/bootstrap.cjs'));
    writeFileSync(join(this.dir, 'package-lock.json'), JSON.stringify({ packages: wanted }));
    const note = JSON.stringify(this.#note);
    const take = `require('fs').writeFileSync(${note}, process.pid + process.argv.join(' '));`;
    writeFileSync(this.#npm, take + npm);
  }

  install(packages: Readonly<Record<string, { version?: string }>>): void {
    mkdirSync(join(this.dir, 'node_modules'));
    const file = join(this.dir, 'node_modules/.package-lock.json');
    writeFileSync(file, JSON.stringify({ packages }));
  }

  /** Starts the bootstrap, and waits until npm runs under the lock. */
  async start(): Promise<{ child: ChildProcess; npmPid: number }> {
    const env = { ...process.env, npm_execpath: this.#npm };
    const script = join(this.dir, 'dev/bootstrap.cjs');
    const child = spawn(process.execPath, [script], { env, stdio: 'ignore' });
    const owner = join(this.dir, '.hakika', 'install.lock', 'owner');
    await waitFor('npm to run', () => existsSync(this.#note) && readFileSync(owner, 'utf8') !== '');
    const npmPid = Number.parseInt(readFileSync(this.#note, 'utf8'), 10);
    await waitFor('npm to own the lock', () => readFileSync(owner, 'utf8') === String(npmPid));
    return { child, npmPid };
  }

  run(): { code: number | null; said: string; npm: string | undefined } {
    const env = { ...process.env, npm_execpath: this.#npm };
    const script = join(this.dir, 'dev/bootstrap.cjs');
    const run = spawnSync(process.execPath, [script], { env, encoding: 'utf8' });
    const npm = existsSync(this.#note) ? readFileSync(this.#note, 'utf8') : undefined;
    return { code: run.status, said: run.stderr, npm };
  }
}

describe('the first step of every command', () => {
  it('installs the locked dependencies where there are none, without their scripts', () => {
    const { code, npm } = new Checkout().run();
    expect(code).toBe(0);
    expect(npm).toContain(' ci --ignore-scripts ');
  });

  it('installs again when the lockfile names another version', () => {
    const checkout = new Checkout();
    checkout.install({ 'node_modules/a': { version: '0.9.0' } });
    expect(checkout.run().npm).toBeDefined();
  });

  it('installs nothing when what is locked is there, also by hand', () => {
    const checkout = new Checkout();
    checkout.install({ 'node_modules/a': { version: '1.0.0' } });
    expect(checkout.run()).toEqual({ code: 0, said: '', npm: undefined });
  });

  it('is one sentence when the install fails', () => {
    const { code, said } = new Checkout('process.exit(7);').run();
    expect(code).toBe(1);
    expect(said).toMatch(/npm ci ended with code 7, its reason is above\): check the network/);
    expect(said).not.toContain('    at ');
  });

  it('leaves no lock when the install fails, and takes one over that names nobody', () => {
    const checkout = new Checkout('process.exit(7);');
    const lock = join(checkout.dir, '.hakika', 'install.lock');
    mkdirSync(lock, { recursive: true });
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    expect(checkout.run().code).toBe(1);
    expect(existsSync(lock)).toBe(false);
  });

  // Guarantees that Ctrl-C leaves nothing that the next install would run into.
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends npm and its lock at %s',
    async (signal) => {
      const checkout = new Checkout("process.on('SIGINT', () => {}); setInterval(() => {}, 1000);");
      const { child, npmPid } = await checkout.start();
      const ended = once(child, 'exit');
      child.kill(signal);
      expect(await ended).toEqual([130, null]);
      await waitFor('npm to be gone', () => !isAlive(npmPid));
      expect(existsSync(join(checkout.dir, '.hakika', 'install.lock'))).toBe(false);
    },
  );

  it('leaves the lock to npm when it is killed itself', async () => {
    const checkout = new Checkout('setInterval(() => {}, 1000);');
    const { child, npmPid } = await checkout.start();
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    const owner = join(checkout.dir, '.hakika', 'install.lock', 'owner');
    expect(readFileSync(owner, 'utf8')).toBe(String(npmPid));
    process.kill(npmPid, 'SIGKILL');
  });

  it('is one sentence where nothing can be written', () => {
    const checkout = new Checkout();
    writeFileSync(join(checkout.dir, '.hakika'), 'a file in the place of a folder');
    const { code, said } = checkout.run();
    expect(code).toBe(1);
    expect(said).toMatch(/^This folder cannot be written \(.+\): make it writable, or free/);
    expect(said).not.toContain('    at ');
  });

  it('keeps the loopback out of a proxy', () => {
    const script = `require(${JSON.stringify(join(rootDir, 'dev/bootstrap.cjs'))});
      console.log(process.env.no_proxy)`;
    const env = { ...process.env, no_proxy: 'example.test' };
    const run = spawnSync(process.execPath, ['-e', script], { env, encoding: 'utf8' });
    expect(run.stdout).toBe('example.test,127.0.0.1,localhost\n');
  });

  it('is one sentence on a Node that is too old, in syntax that such a Node can read', () => {
    const text = readFileSync(join(rootDir, 'dev/bootstrap.cjs'), 'utf8');
    expect(text).not.toMatch(/\?\.|\?\?|=>|node:|#\w+/);
    const pretend = "Object.defineProperty(process.versions, 'node', { value: '18.20.4' });";
    const script = `${pretend} require(${JSON.stringify(join(rootDir, 'dev/bootstrap.cjs'))})`;
    const run = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(run.status).toBe(1);
    expect(run.stderr).toBe(
      'Node 18.20.4 is too old: install Node 20.19 or newer and run the command again.\n',
    );
  });
});
