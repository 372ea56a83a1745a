import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { lockOrOwner, withLock } from '../../dev/servers/lock';
import { scratchFolder } from './scratchFolder';

const folder = scratchFolder();

/** The id of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('a lock', () => {
  it('lets one at a time do the work', async () => {
    const lock = join(folder, 'one');
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise(setImmediate);
      inside -= 1;
    };
    await Promise.all([withLock(lock, work), withLock(lock, work), withLock(lock, work)]);
    expect(most).toBe(1);
  });

  it('is given back when the work fails', async () => {
    const lock = join(folder, 'failed');
    await expect(withLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withLock(lock, () => Promise.resolve('done'))).toBe('done');
  });

  it('names its owner to those who do not want to wait', () => {
    const lock = join(folder, 'held');
    expect(lockOrOwner(lock)).toBeUndefined();
    expect(lockOrOwner(lock)).toBe(process.pid);
  });

  // Guarantees that a run that was killed does not lock everybody out for good.
  it('of a process that is gone is taken over', () => {
    const lock = join(folder, 'abandoned');
    mkdirSync(lock);
    writeFileSync(join(lock, 'owner'), String(deadPid()));
    expect(lockOrOwner(lock)).toBeUndefined();
  });

  it('of a process whose number another one has now is taken over', () => {
    const lock = join(folder, 'reused');
    mkdirSync(lock);
    writeFileSync(join(lock, 'owner'), `${process.pid} 1`);
    expect(lockOrOwner(lock)).toBeUndefined();
  });

  it.each(['folder', 'file'])('that names nobody is taken over after a while: a %s', (kind) => {
    const lock = join(folder, `nameless-${kind}`);
    if (kind === 'folder') mkdirSync(lock);
    else writeFileSync(lock, '');
    expect(lockOrOwner(lock)).toBe(0);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    expect(lockOrOwner(lock)).toBeUndefined();
  });

  it('in a place that is not a folder fails with a sentence', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => lockOrOwner(join(file, 'lock'))).toThrow(/is not a folder that can be used/);
  });
});
