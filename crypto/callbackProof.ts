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

  isOf(owner: Owner, given: string): boolean {
    return isSame(this.of(owner), given);
  }

  /** One half of a self-test: neither is the other's, nor a part of any address. */
  ofSelfTest(half: 'question' | 'answer', nonce: string): string {
    return createHmac('sha256', this.#key).update(`selfTest\0${half}\0${nonce}`).digest('hex');
  }

  isOfSelfTest(half: 'question' | 'answer', nonce: string, given: string): boolean {
    return isSame(this.ofSelfTest(half, nonce), given);
  }
}

/** Compares in constant time, so that the answer's delay teaches nothing. */
function isSame(made: string, given: string): boolean {
  const expected = Buffer.from(made);
  const actual = Buffer.from(given);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
