import { TextDecoder } from 'node:util';
import { isNativeError } from 'node:util/types';
import { refused } from '../../refusal';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** By the byte order mark, or by where the zero bytes of plain letters stand. */
export function encodingOf(head: Uint8Array): Encoding {
  const [first = 0, second = 0] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (head.length < 2) return 'utf-8';
  if (first !== 0 && second === 0) return 'utf-16le';
  return first === 0 && second !== 0 ? 'utf-16be' : 'utf-8';
}

/** Turns bytes into text piece by piece; a byte that means nothing is an error, never a guess. */
export class Decoder {
  readonly #decoder: TextDecoder;

  constructor(private readonly encoding: Encoding) {
    this.#decoder = new TextDecoder(encoding, { fatal: true });
  }

  /** The text of these bytes; of none, what is left at the end of the file. */
  decode(bytes: Uint8Array | null): string {
    const text = this.#decode(bytes);
    if (text.includes('\u0000')) throw refused('not_a_statement', 'The file is binary, not text.');
    return text;
  }

  #decode(bytes: Uint8Array | null): string {
    try {
      return bytes ? this.#decoder.decode(bytes, { stream: true }) : this.#decoder.decode();
    } catch (error) {
      if (!isNativeError(error)) throw error;
      const name = this.encoding.toUpperCase();
      throw refused('unreadable_text', `The file holds bytes that are not ${name}.`, {
        remedy: 'Export the statement again, or save it as "CSV UTF-8".',
      });
    }
  }
}
