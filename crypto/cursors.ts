import { timingSafeEqual } from 'node:crypto';
import type { Keyring } from './keyring';

const PURPOSE = 'cursor';
const MAC_LENGTH = 32;
const MAX_LENGTH = 200;

/**
 * Opaque places in a list. A cursor holds the id that a page ended with, and a keyed hash of it and
 * of the list: with other filters, for another merchant or with a changed character it opens
 * nothing. It holds no private value.
 */
export class Cursors {
  constructor(private readonly keyring: Keyring) {}

  /** A cursor for what follows an id in the list that `list` describes. */
  make(list: string, lastId: string): string {
    return Buffer.from(`${lastId}.${this.#mac(list, lastId)}`).toString('base64url');
  }

  /** The id that a cursor was made with, or null where it was not made here for this list. */
  read(list: string, cursor: string): string | null {
    if (cursor.length > MAX_LENGTH) return null;
    const [lastId = ''] = Buffer.from(cursor, 'base64url').toString().split('.');
    // Compared as a whole: base64 can be written in several ways, and only ours counts.
    const [given, made] = [Buffer.from(cursor), Buffer.from(this.make(list, lastId))];
    return given.length === made.length && timingSafeEqual(given, made) ? lastId : null;
  }

  #mac(list: string, lastId: string): string {
    return this.keyring.lookupHash(`${list}\n${lastId}`, PURPOSE).slice(0, MAC_LENGTH);
  }
}
