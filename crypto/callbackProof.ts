import { timingSafeEqual } from 'node:crypto';
import type { PaymentId } from '../domain/values/ids';
import type { Keyring } from './keyring';

const PURPOSE = 'transactionStatusCallback';

/**
 * The secret part of the address to which Safaricom reports the status of one payment. Derived,
 * not stored: only who holds the key could have made it, and it fits no other payment.
 */
export function statusProof(keyring: Keyring, paymentId: PaymentId): string {
  return keyring.lookupHash(paymentId, PURPOSE);
}

/** Compares in constant time, so that the answer's delay teaches nothing. */
export function isStatusProof(keyring: Keyring, paymentId: PaymentId, given: string): boolean {
  const expected = Buffer.from(statusProof(keyring, paymentId));
  const actual = Buffer.from(given);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
