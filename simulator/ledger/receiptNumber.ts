import { eastAfricaFields } from '../eastAfricaTime';
import type { SeededRandom } from '../seededRandom';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const dayCharacters = '0123456789ABCDEFGHIJKLMNOPQRSTUV';
const firstYear = 2006;

/**
 * The first three characters of a receipt: year (A = 2006), month (A = January) and day (1 to 9,
 * then A = 10 to V = 31) in East Africa Time. Derived from dated receipts; Safaricom publishes no
 * rule.
 */
export function receiptDate(atMs: number): string {
  const { year, month, day } = eastAfricaFields(atMs);
  const months = letters.charAt(year - firstYear) + letters.charAt(month - 1);
  return months + dayCharacters.charAt(day);
}

/**
 * A receipt of ten characters: its date, four for the tenth of a second (so that a restart with
 * the same seed does not repeat the receipts of this morning) and three from the seed.
 */
export function receiptNumber(
  random: SeededRandom,
  key: string,
  atMs: number,
  taken: (receipt: string) => boolean,
): string {
  const tenths = Math.floor((atMs + 3 * 3_600_000) / 100) % 864_000;
  const clock = tenths.toString(36).toUpperCase().padStart(4, '0');
  for (let attempt = 0; ; attempt += 1) {
    const tail = random.base36(`receipt:${key}:${attempt}`, 3);
    const receipt = `${receiptDate(atMs)}${clock}${tail}`;
    if (!taken(receipt)) return receipt;
  }
}

/** The id of a request that moves no money ends in zeros (Daraja: Transaction Status). */
export function referenceOnlyId(atMs: number): string {
  return `${receiptDate(atMs)}0000000`;
}

/** A receipt of the right shape that no ledger knows, for callbacks that lie. */
export function fakeReceipt(random: SeededRandom, sequence: number, atMs: number): string {
  return `${receiptDate(atMs)}${random.base36(`fake:${sequence}`, 7)}`;
}
