import { createHmac } from 'node:crypto';

/**
 * Choices that depend on the seed and on a key alone, so that the same seed tells the same story
 * in whatever order concurrent requests arrive. Each value is an HMAC of its key.
 */
export class SeededRandom {
  constructor(readonly seed: number) {}

  /** `length` hexadecimal digits. */
  hex(key: string, length: number): string {
    return this.bytes(key).toString('hex').slice(0, length);
  }

  /** `length` decimal digits. */
  digits(key: string, length: number): string {
    return this.fromAlphabet(key, length, '0123456789');
  }

  /** `length` characters of `0-9A-Z`, as in the tail of a receipt. */
  base36(key: string, length: number): string {
    return this.fromAlphabet(key, length, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  }

  /** `length` letters and digits, as in an access token. */
  letters(key: string, length: number): string {
    return this.fromAlphabet(
      key,
      length,
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
    );
  }

  /** One element of a list that is not empty. */
  pick<T>(key: string, list: readonly [T, ...T[]]): T {
    const index = this.bytes(key).readUInt32BE(0) % list.length;
    return list[index] ?? list[0];
  }

  private fromAlphabet(key: string, length: number, alphabet: string): string {
    const bytes = this.bytes(key);
    let text = '';
    for (let index = 0; index < length; index += 1) {
      text += alphabet.charAt((bytes[index % bytes.length] ?? 0) % alphabet.length);
    }
    return text;
  }

  private bytes(key: string): Buffer {
    return createHmac('sha256', String(this.seed)).update(key).digest();
  }
}
