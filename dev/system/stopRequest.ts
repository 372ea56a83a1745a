import { progress } from '../progress';

/** The ways in which a running system is told to stop. */
export interface StopRequest {
  /** Resolves when a signal asks to stop; rejects when a process died. */
  readonly requested: Promise<void>;
  /** Aborted as soon as stopping begins. */
  readonly signal: AbortSignal;
  /** Reports the death of a process that nobody stopped. */
  fail(reason: Error): void;
  /** Says that stopping has begun, for whatever reason. */
  begin(): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const parentCheckMs = 1000;

/** One Ctrl-C arrives twice: from the terminal, and passed on by npm. */
const sameSignalMs = 1000;

/**
 * Listens for Ctrl-C and its relatives. The first asks for an orderly stop; the second ends this
 * process at once, upon which its watchman stops what is left.
 */
export function stopRequest(): StopRequest {
  const controller = new AbortController();
  // A terminal that is gone must not keep the rest from being stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  let settle: { resolve: () => void; reject: (reason: Error) => void } | undefined;
  const requested = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Nobody waits for it any more once stopping has begun.
  requested.catch(() => undefined);
  let askedAt = 0;
  const ask = (why: string): void => {
    if (controller.signal.aborted) {
      if (Date.now() - askedAt > sameSignalMs) process.exit(130);
      return;
    }
    askedAt = Date.now();
    controller.abort();
    progress(`${why}: stopping everything that was started ...`);
    settle?.resolve();
  };
  for (const signal of signals) process.on(signal, () => ask(signal));
  askWhenNpmIsGone(ask);
  return {
    requested,
    signal: controller.signal,
    fail: (reason) => settle?.reject(reason),
    begin: () => controller.abort(),
  };
}

/** npm that is killed outright passes no signal on; then this process has another parent. */
function askWhenNpmIsGone(ask: (why: string) => void): void {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    ask('npm has ended');
  }, parentCheckMs);
  timer.unref();
}
