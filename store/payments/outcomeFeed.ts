import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import type { PaymentId } from '../../domain/values/ids';
import type { PaymentState } from '../../domain/payment/state';
import type { Models } from '../mongo/connection';

const REOPEN_DELAY_MS = 1_000;
/** Changes are gathered this long, so that a busy stream is not asked once for each of them. */
const GATHER_MS = 100;

/** The states that end a wait; other changes wake nobody. */
export const OUTCOMES = ['succeeded', 'failed', 'needs_review'] as const satisfies PaymentState[];

interface Change {
  readonly documentKey?: { readonly _id?: unknown };
}

/**
 * Tells who waits for a payment that its outcome is there, from MongoDB's change stream: one for
 * the whole process. It only wakes; who is woken reads. Should the stream break, waiters still
 * look by themselves now and then, so nothing depends on it but speed.
 */
export class OutcomeFeed {
  readonly #changed = new EventEmitter().setMaxListeners(0);
  #stream: mongo.ChangeStream | null = null;
  #closed = false;

  constructor(
    private readonly models: Models,
    private readonly onBreak: (error: Error) => void,
  ) {}

  open(): void {
    if (this.#closed) return;
    const stream = this.models.moneyRecords.collection.watch([
      {
        $match: {
          operationType: 'update',
          'updateDescription.updatedFields.state': { $in: [...OUTCOMES] },
        },
      },
      { $project: { documentKey: 1 } },
    ]);
    this.#stream = stream;
    this.follow(stream).catch((error: Error) => {
      if (this.#closed) return;
      this.onBreak(error);
      void stream.close().catch(this.onBreak);
      setTimeout(() => this.open(), REOPEN_DELAY_MS).unref();
    });
  }

  private async follow(stream: mongo.ChangeStream): Promise<void> {
    while (!this.#closed) {
      // The server holds the question for a second when there is nothing to tell.
      const change = (await stream.tryNext()) as Change | null;
      const id = change?.documentKey?._id;
      if (typeof id === 'string') this.#changed.emit(id);
      if (stream.bufferedCount() === 0) await sleep(GATHER_MS);
    }
  }

  /** Resolves when the payment has an outcome or the time is over, whichever is first. */
  async nextOutcome(paymentId: PaymentId, timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#changed.off(paymentId, done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.#changed.once(paymentId, done);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#stream?.close();
  }
}
