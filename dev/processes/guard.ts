import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { join } from 'node:path';

let guard: ChildProcess | undefined;

/** Has the process group stopped if this process should be killed before it could do so. */
export function watchGroup(pid: number): void {
  guard ??= startGuard();
  guard.stdin?.write(`+${pid}\n`);
}

/** Ends the watch over a process group that has ended: its number may be used again. */
export function forgetGroup(pid: number): void {
  guard?.stdin?.write(`-${pid}\n`);
}

/** Ends the guard and waits for it, so that nothing is left when this process ends. */
export async function endGuard(): Promise<void> {
  const ending = guard;
  guard = undefined;
  if (ending === undefined || ending.exitCode !== null) return;
  const ended = new Promise((resolve) => ending.once('exit', resolve));
  // From here on there is something to wait for.
  ending.ref();
  ending.stdin?.end();
  await ended;
}

function startGuard(): ChildProcess {
  const child = spawn(process.execPath, [join(__dirname, 'watchman.cjs')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // The guard must neither keep this process alive nor break it when the guard itself is killed.
  child.unref();
  const pipe = child.stdin;
  if (pipe instanceof Socket) pipe.unref();
  pipe.on('error', () => {
    guard = undefined;
  });
  child.on('error', () => {
    guard = undefined;
  });
  return child;
}
