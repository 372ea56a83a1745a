import type { Brand } from './brand';

/** M-Pesa's transaction id, such as UKN4A1B2C3. */
export type Receipt = Brand<string, 'Receipt'>;

const RECEIPT = /^[A-Z0-9]{8,12}$/;

/** A receipt as people write it, with blanks around it or in small letters. */
export const WRITTEN_RECEIPT = /^\s*[A-Za-z0-9]{8,12}\s*$/;

/**
 * Receipts are ten characters, but 8 to 12 are accepted: no vendor rule fixes the length. The date
 * in the first three characters is a hint for people, never a check.
 */
export function parseReceipt(value: unknown): Receipt | null {
  if (typeof value !== 'string') return null;
  const receipt = value.trim().toUpperCase();
  return RECEIPT.test(receipt) ? (receipt as Receipt) : null;
}
