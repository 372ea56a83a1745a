import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from '../../dev/places';
import { onUnexpectedEnd, startChild, type ChildSpec } from '../../dev/processes/child';
import { waitUntilReady } from '../../dev/processes/ready';
import { scratchFolder } from './scratchFolder';
import { isAlive, waitFor } from './waitFor';

const folder = scratchFolder();
let count = 0;

/** A child that runs a line of JavaScript, with a log of its own. */
function child(script: string, more: Partial<ChildSpec> = {}): ChildSpec {
  const logFile = join(folder, `${(count += 1)}.log`);
  return { name: 'The sample', command: process.execPath, args: ['-e', script], logFile, ...more };
}

const logOf = (spec: ChildSpec): string => readFileSync(spec.logFile, 'utf8');
const forever = 'setInterval(() => undefined, 1000);';

describe('a child process', () => {
  it('writes its output to its log and is gone after stop', async () => {
    const spec = child(`console.log('out'); console.error('err'); ${forever}`);
    const started = await startChild(spec);
    await waitFor('both lines', () => logOf(spec).includes('err'));
    expect(logOf(spec)).toBe('out\nerr\n');
    await started.stop();
    expect(started.outcome()).toBe('signal SIGTERM');
    expect(isAlive(started.pid)).toBe(false);
  });

  // Guarantees that Ctrl-C ends even a program that ignores the polite request.
  it('is killed when it does not end after SIGTERM', async () => {
    const stubborn = `process.on('SIGTERM', () => undefined); console.log('up'); ${forever}`;
    const spec = child(stubborn, { graceMs: 200 });
    const started = await startChild(spec);
    await waitFor('it ignores SIGTERM', () => logOf(spec).includes('up'));
    await started.stop();
    expect(started.outcome()).toBe('signal SIGKILL');
  });

  it('is gone at once when it is killed, without a word', async () => {
    const polite = `process.on('SIGTERM', () => process.exit(0)); ${forever}`;
    const started = await startChild(child(polite));
    await started.kill();
    expect(started.outcome()).toBe('signal SIGKILL');
    expect(isAlive(started.pid)).toBe(false);
  });

  it('takes what it started itself along', async () => {
    const spec = child(
      `const { pid } = require('child_process').spawn(process.execPath, ['-e', '${forever}']);` +
        `console.log(pid); ${forever}`,
    );
    const started = await startChild(spec);
    await waitFor('the grandchild', () => logOf(spec).trim() !== '');
    const grandchild = Number(logOf(spec));
    await started.stop();
    await waitFor('the grandchild has ended', () => !isAlive(grandchild));
  });

  it('is reported with its name when it ends by itself', async () => {
    const ended: string[] = [];
    onUnexpectedEnd(({ name }) => ended.push(name));
    await (
      await startChild(child('', { name: 'The quitter' }))
    ).ended;
    await (
      await startChild(child('', { name: 'The task', endsByItself: true }))
    ).ended;
    await (await startChild(child(forever, { name: 'The stopped' }))).stop();
    expect(ended).toEqual(['The quitter']);
  });

  it('whose log cannot be written says so', async () => {
    const spec = child(forever, { logFile: join(process.execPath, 'sample.log') });
    await expect(startChild(spec)).rejects.toThrow(/^The log .+ cannot be written \(.+\): make it/);
  });

  it('that cannot be started at all says so', async () => {
    await expect(startChild(child('', { command: '/nowhere/server' }))).rejects.toThrow('ENOENT');
  });
});

describe('waiting for a child', () => {
  it('ends with one sentence when the child gives up, quoting its last words', async () => {
    const words = JSON.stringify({ msg: 'cannot start', err: { message: 'index missing' } });
    const started = await startChild(child(`console.log('${words}'); process.exit(3)`));
    const waiting = waitUntilReady(started, 10_000, () => Promise.reject(new Error('not up')));
    await expect(waiting).rejects.toThrow(
      /^The sample ended by itself \(code 3\) after saying: cannot start: index missing; see \S+$/,
    );
  });

  it('ends with one sentence when the time is over', async () => {
    const started = await startChild(child(forever));
    const waiting = waitUntilReady(started, 100, () => Promise.reject(new Error('refused')));
    await expect(waiting).rejects.toThrow(
      /^The sample was not ready within 0.1 s \(refused\): see \S+$/,
    );
    await started.stop();
  });
});

// Guarantees that no server is orphaned when the command that started it is killed outright.
it('stops the children of a parent that was killed with SIGKILL', async () => {
  const note = join(folder, 'pid');
  const script = join(folder, 'parent.ts');
  const childModule = join(rootDir, 'dev/processes/child');
  writeFileSync(
    script,
    `import { writeFileSync } from 'node:fs';
     import { startChild } from ${JSON.stringify(childModule)};
     void startChild({ name: 'x', command: process.execPath, args: ['-e', '${forever}'],
       logFile: ${JSON.stringify(join(folder, 'orphan.log'))} })
       .then(({ pid }) => writeFileSync(${JSON.stringify(note)}, String(pid)));
     ${forever}`,
  );
  writeFileSync(note, '');
  const parent = spawn(process.execPath, ['--import', 'tsx', script], { cwd: rootDir });
  await waitFor('the child is up', () => readFileSync(note, 'utf8') !== '');
  const pid = Number(readFileSync(note, 'utf8'));
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await waitFor('the child has ended', () => !isAlive(pid));
});
