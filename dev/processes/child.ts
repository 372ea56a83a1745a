import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { rootDir } from '../places';
import { reasonOf, StartFailure } from '../startFailure';
import { forgetGroup, watchGroup } from './guard';

/** What to run, under which name, and where its output goes. */
export interface ChildSpec {
  /** As a person calls it, such as "Temporal dev server". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The folder that it runs in; the repository's root when left out. */
  readonly cwd?: string;
  readonly logFile: string;
  /** How long it may take to end after SIGTERM before it is killed. */
  readonly graceMs?: number;
  /** What a person can do about it when the program ends by itself. */
  readonly remedy?: string;
  /** True for a program that does one thing and ends. */
  readonly endsByItself?: boolean;
}

/** A process that was started here. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  readonly remedy: string | undefined;
  /** Resolves when the process has ended, with how it ended: "code 1", "signal SIGKILL". */
  readonly ended: Promise<string>;
  /** How it ended, or undefined while it runs. */
  outcome(): string | undefined;
  /** SIGTERM, wait, SIGKILL; resolves when the process has ended. Harmless when repeated. */
  stop(): Promise<void>;
  /** SIGKILL at once, as a crash is; resolves when the process has ended. */
  kill(): Promise<void>;
}

const defaultGraceMs = 15_000;
const alive = new Set<Child>();
/** Those on their way to becoming alive: a stop that comes now must not leave them behind. */
const starting = new Set<Promise<Child>>();
const deathListeners = new Set<(child: Child) => void>();
let refused = false;

/** Calls the listener for every process that ends although nobody asked it to. */
export function onUnexpectedEnd(listener: (child: Child) => void): void {
  deathListeners.add(listener);
}

/** Stops everything that this process started, last first, and starts nothing more. */
export async function stopAllChildren(): Promise<void> {
  refused = true;
  await Promise.allSettled(starting);
  for (let last = [...alive].at(-1); last !== undefined; last = [...alive].at(-1)) {
    await last.stop();
    alive.delete(last);
  }
}

/**
 * Starts a program in a process group of its own, its output in its log file.
 * @throws StartFailure when the program cannot be started at all.
 */
export async function startChild(spec: ChildSpec): Promise<Child> {
  if (refused) throw refusal(spec);
  const started = start(spec);
  starting.add(started);
  try {
    return await started;
  } finally {
    starting.delete(started);
  }
}

async function start(spec: ChildSpec): Promise<Child> {
  const log = openLog(spec.logFile);
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd ?? rootDir,
    // As in the Dockerfile: an arena for every thread costs a worker some 50 MB (decision 0020).
    env: { MALLOC_ARENA_MAX: '2', ...process.env, ...spec.env },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const pid = await pidOf(spec, child);
  watchGroup(pid);
  const started = supervise(spec, pid, child);
  if (!refused) return started;
  await started.stop();
  throw refusal(spec);
}

function openLog(file: string): number {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return openSync(file, 'w', 0o600);
  } catch (error) {
    throw new StartFailure(
      `The log ${file} cannot be written (${reasonOf(error)}): make it writable, or delete it.`,
    );
  }
}

function refusal(spec: ChildSpec): StartFailure {
  return new StartFailure(`${spec.name} was not started: everything is being stopped.`);
}

/** Waits until the program runs, or throws what kept it from running. */
function pidOf(spec: ChildSpec, child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', ({ message }) => {
      const sentence = `${spec.name} could not be started (${message}): is ${spec.command} sound?`;
      reject(new StartFailure(sentence));
    });
    child.once('spawn', () => resolve(child.pid ?? 0));
  });
}

function supervise(spec: ChildSpec, pid: number, process: ChildProcess): Child {
  let outcome: string | undefined;
  let wanted = spec.endsByItself === true;
  const ended = new Promise<string>((resolve) => {
    process.once('exit', (code, signal) => {
      outcome = signal === null ? `code ${code}` : `signal ${signal}`;
      forgetGroup(pid);
      alive.delete(child);
      resolve(outcome);
      if (!wanted) for (const listener of deathListeners) listener(child);
    });
  });
  const child: Child = {
    name: spec.name,
    pid,
    logFile: spec.logFile,
    remedy: spec.remedy,
    ended,
    outcome: () => outcome,
    stop: () => {
      wanted = true;
      return stopGroup(pid, ended, spec.graceMs ?? defaultGraceMs);
    },
    kill: async () => {
      wanted = true;
      signalGroup(pid, 'SIGKILL');
      await ended;
    },
  };
  alive.add(child);
  return child;
}

async function stopGroup(pid: number, ended: Promise<string>, graceMs: number): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
  await ended;
  clearTimeout(timer);
  // A grandchild that outlived its parent is still in the group.
  signalGroup(pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: the group has ended already, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
