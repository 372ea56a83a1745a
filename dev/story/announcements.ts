import { StartFailure } from '../startFailure';
import type { DemoEvent } from './webhookReceiver';

/** The events that the demo shop has got, so that the story can wait for the one it tells of. */
export class Announcements {
  readonly #events: DemoEvent[] = [];
  #wake: () => void = () => undefined;

  add(event: DemoEvent): void {
    this.#events.push(event);
    this.#wake();
  }

  /** @throws StartFailure when the shop was not told in time. */
  async of(paymentId: string, timeoutMs: number): Promise<DemoEvent> {
    const deadlineMs = performance.now() + timeoutMs;
    for (;;) {
      const found = this.#events.find(({ data }) => data.id === paymentId);
      if (found) return found;
      const leftMs = deadlineMs - performance.now();
      if (leftMs <= 0) {
        throw new StartFailure(
          'The payment succeeded but its webhook did not arrive: see .hakika/logs/worker.log.',
        );
      }
      await this.next(leftMs);
    }
  }

  private async next(timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
