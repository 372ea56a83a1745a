import type { Logger } from 'pino';

/** Everything that is to happen later, kept together so that a reset or a stop forgets it all. */
export class Timers {
  private readonly pending = new Set<NodeJS.Timeout>();

  constructor(private readonly log: Logger) {}

  /**
   * Runs a task once after a delay; the returned function calls it off. A task that fails is
   * logged; it never ends the process.
   */
  after(delayMs: number, task: () => void | Promise<void>): () => void {
    const timer = setTimeout(() => {
      this.pending.delete(timer);
      void this.run(task);
    }, delayMs);
    this.pending.add(timer);
    return () => {
      clearTimeout(timer);
      this.pending.delete(timer);
    };
  }

  clear(): void {
    for (const timer of this.pending) clearTimeout(timer);
    this.pending.clear();
  }

  private async run(task: () => void | Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.log.error({ err: error }, 'A scheduled step of the simulator failed');
    }
  }
}
