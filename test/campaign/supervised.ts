import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { rootDir } from '../../dev/places';
import { startChild, type Child } from '../../dev/processes/child';
import { until } from '../kit/until';

const RESTART_AFTER_MS = 500;
const READY_TIMEOUT_MS = 120_000;

interface SupervisedOptions {
  readonly name: string;
  /** Path from the root of the checkout. */
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFolder: string;
  readonly operationsUrl: string;
}

/**
 * A program under a supervisor, as every operator runs it: one that ends by itself is started
 * again, and that is all the help it gets.
 */
export class SupervisedProgram {
  #child: Child | null = null;
  #isWanted = false;
  #starts = 0;
  #endedAlone = 0;
  readonly #killedAtMs: number[] = [];

  constructor(private readonly options: SupervisedOptions) {}

  /** How often it ended although nobody killed it. */
  get endedAlone(): number {
    return this.#endedAlone;
  }

  /** When it was killed, by the clock of this machine. */
  get killedAtMs(): readonly number[] {
    return this.#killedAtMs;
  }

  async start(): Promise<void> {
    this.#isWanted = true;
    await this.#startOnce();
  }

  /** SIGKILL: it has no time to say goodbye to anybody. */
  async kill(): Promise<void> {
    this.#isWanted = false;
    this.#killedAtMs.push(Date.now());
    await this.#child?.kill();
  }

  /** Waits until it answers that it can do its work. */
  async untilReady(): Promise<void> {
    const { name, operationsUrl } = this.options;
    const isReady = async () => {
      try {
        return (await fetch(`${operationsUrl}/ready`, { signal: AbortSignal.timeout(5_000) })).ok;
      } catch {
        // It does not listen yet.
        return false;
      }
    };
    await until(`${name} to be ready`, isReady, READY_TIMEOUT_MS);
  }

  async #startOnce(): Promise<void> {
    const { name, script, environment, logFolder } = this.options;
    this.#starts += 1;
    const child = await startChild({
      name,
      command: process.execPath,
      args: ['--import', 'tsx', join(rootDir, script)],
      env: environment,
      logFile: join(logFolder, `${name}-${this.#starts}.log`),
    });
    this.#child = child;
    void child.ended.then(() => this.#startAgain(child));
  }

  async #startAgain(ended: Child): Promise<void> {
    if (!this.#isWanted || this.#child !== ended) return;
    this.#endedAlone += 1;
    await pause(RESTART_AFTER_MS);
    if (this.#isWanted && this.#child === ended) await this.#startOnce();
  }
}
