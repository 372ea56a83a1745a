import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartFailure, reasonOf } from '../startFailure';

const waitMs = 250;
const patienceMs = 10 * 60_000;
/** An owner writes its name at once; a lock that has none for this long was left by a crash. */
const namelessMs = 5_000;

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
  makeFolder(dirname(lockDir));
  try {
    mkdirSync(lockDir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(lockDir, 'owner'), `${process.pid} ${startOf(process.pid)}`);
  return true;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new StartFailure(`${folder} is not a folder that can be used (${reasonOf(error)}).`);
  }
}

function breakIfAbandoned(lockDir: string): void {
  if (!isAbandoned(lockDir)) return;
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

function isAbandoned(lockDir: string): boolean {
  const owner = readOwner(lockDir);
  if (owner === undefined) return ageMs(lockDir) > namelessMs;
  // The number of a process that is gone may have been given to another one since.
  const isReused = owner.start !== '' && owner.start !== startOf(owner.pid);
  return !isAlive(owner.pid) || isReused;
}

function ageMs(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

/** When a process began, as Linux counts it; empty where that cannot be told. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    // Another system, or the process has just ended: isAlive says which.
    return '';
  }
}

function ownerOf(lockDir: string): number | undefined {
  return readOwner(lockDir)?.pid;
}

/** The owner's process id and start; undefined until the owner has written them. */
function readOwner(lockDir: string): { pid: number; start: string } | undefined {
  try {
    const [pidText, start = ''] = readFileSync(join(lockDir, 'owner'), 'utf8').split(' ');
    const pid = Number(pidText);
    return Number.isInteger(pid) && pid > 0 ? { pid, start } : undefined;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
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
