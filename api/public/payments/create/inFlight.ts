import { createPaymentContract } from './contract';

/**
 * Keys of requests that this process is handling right now. The database guards against doubles;
 * this only tells a hasty caller so before the first answer is there.
 */
export class InFlight {
  readonly #keys = new Set<string>();

  /** @throws AppError `request_in_flight` when the key is being handled. */
  async hold<T>(key: string, handle: () => Promise<T>): Promise<T> {
    if (this.#keys.has(key)) {
      throw createPaymentContract.refuse(
        'request_in_flight',
        {
          publicMessage: 'A request with this Idempotency-Key is still being handled.',
          remedy: 'Repeat it in a second; you will get the same payment.',
        },
        { 'Retry-After': '1' },
      );
    }
    this.#keys.add(key);
    try {
      return await handle();
    } finally {
      this.#keys.delete(key);
    }
  }
}
