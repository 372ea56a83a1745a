import type { Logger } from 'pino';

/** Everything that is to happen later, kept together so that a reset or a stop forgets it all. */
export class Timers {
  /** Each with what it tells those who wait for it if it never happens. */
  private readonly pending = new Map<NodeJS.Timeout, () => void>();

  constructor(private readonly log: Logger) {}

  /**
   * Runs a task once after a delay; the returned function calls it off. A task that fails is
   * logged; it never ends the process. `onForgotten` is called instead of it when all is cleared.
   */
  after(
    delayMs: number,
    task: () => void | Promise<void>,
    onForgotten: () => void = () => undefined,
  ): () => void {
    const timer = setTimeout(() => {
      this.pending.delete(timer);
      void this.run(task);
    }, delayMs);
    this.pending.set(timer, onForgotten);
    return () => {
      clearTimeout(timer);
      this.pending.delete(timer);
    };
  }

  clear(): void {
    const forgotten = [...this.pending];
    this.pending.clear();
    for (const [timer, onForgotten] of forgotten) {
      clearTimeout(timer);
      onForgotten();
    }
  }

  private async run(task: () => void | Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.log.error({ err: error }, 'A scheduled step of the simulator failed');
    }
  }
}
