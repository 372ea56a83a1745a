import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Owner } from '../domain/values/owner';
import type { Secret } from '../domain/values/secret';

const PURPOSE = 'transactionStatusCallback';

/**
 * The secret part of the address to which Safaricom reports the answer to a question about one
 * owner. Derived, not stored: only the holder of the key could have made it, and it fits no other
 * owner. The key does nothing else, so that what it authenticates never depends on a key that only
 * finds.
 */
export class CallbackProof {
  readonly #key: Buffer;

  constructor(key: Secret<Buffer>) {
    this.#key = key.expose();
  }

  of({ kind, id }: Owner): string {
    return createHmac('sha256', this.#key).update(`${PURPOSE}\0${kind}\0${id}`).digest('hex');
  }

  /** Compares in constant time, so that the answer's delay teaches nothing. */
  isOf(owner: Owner, given: string): boolean {
    const expected = Buffer.from(this.of(owner));
    const actual = Buffer.from(given);
    return expected.length === actual.length && timingSafeEqual(expected, actual);
  }
}
