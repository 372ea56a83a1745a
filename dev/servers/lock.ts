import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartFailure } from '../startFailure';

const waitMs = 250;
const patienceMs = 10 * 60_000;

/**
 * Runs the work while no other process holds the same lock. The lock is a folder, because making
 * a folder is atomic everywhere; it names its owner, so that one whose owner is gone is taken over.
 */
export async function withLock<T>(lockDir: string, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + patienceMs;
  while (!tryAcquire(lockDir)) {
    if (Date.now() > deadline) {
      throw new StartFailure(
        `Another run has held ${lockDir} for ${patienceMs / 60_000} minutes: ` +
          'wait for it or delete that folder.',
      );
    }
    breakIfAbandoned(lockDir);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
  try {
    return await work();
  } finally {
    rmSync(lockDir, { recursive: true, force: true });
  }
}

/** Takes the lock at once or says who holds it: the process id, or undefined when it was taken. */
export function lockOrOwner(lockDir: string): number | undefined {
  if (tryAcquire(lockDir)) return undefined;
  breakIfAbandoned(lockDir);
  return tryAcquire(lockDir) ? undefined : (ownerOf(lockDir) ?? 0);
}

function tryAcquire(lockDir: string): boolean {
  mkdirSync(dirname(lockDir), { recursive: true });
  try {
    mkdirSync(lockDir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(lockDir, 'owner'), String(process.pid));
  return true;
}

function breakIfAbandoned(lockDir: string): void {
  const owner = ownerOf(lockDir);
  if (owner === undefined || isAlive(owner)) return;
  // Renaming first makes one of several waiters win; a plain delete could remove a new lock.
  const grave = `${lockDir}.abandoned-${process.pid}`;
  try {
    renameSync(lockDir, grave);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  rmSync(grave, { recursive: true, force: true });
}

/** The owner's process id; undefined while the owner is between its mkdir and its write. */
function ownerOf(lockDir: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(lockDir, 'owner'), 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
