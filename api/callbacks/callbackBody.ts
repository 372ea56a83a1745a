import type { IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { AppError } from '../http/errors';
import { parseJson } from '../http/parseJson';

const MAX_CALLBACK_BYTES = 16 * 1024;

/** A callback's bytes as they came, at most as many as are kept. */
export interface CallbackBody {
  readonly bytes: Buffer;
  /** More came than is kept. */
  readonly isTooLarge: boolean;
}

/** Reads a body whatever type, coding or charset it names: the inbox wants the bytes themselves. */
export async function readCallbackBody(request: IncomingMessage): Promise<CallbackBody> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length > MAX_CALLBACK_BYTES) break;
    }
  } catch (error) {
    // A sender that is cut off never sends again: what came of it is kept all the more.
    if (!request.destroyed) throw error;
  }
  const bytes = Buffer.concat(chunks).subarray(0, MAX_CALLBACK_BYTES);
  return { bytes, isTooLarge: length > MAX_CALLBACK_BYTES };
}

/**
 * Reads the bytes as JSON, or null where they cannot be. A number beyond a double's precision comes
 * out as its digits, so that no amount is rounded into another.
 */
export function parseCallbackJson({ bytes, isTooLarge }: CallbackBody, coding: string): unknown {
  if (isTooLarge || bytes.length === 0) return null;
  try {
    const text = textOf(decoded(bytes, coding));
    return parseJson(text.replace(/^\uFEFF/, ''), { impreciseNumbers: 'as_text' });
  } catch (error) {
    // What cannot be read is kept as it came, so that nothing is swallowed with the error.
    if (error instanceof AppError) return null;
    throw error;
  }
}

const DECODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gunzipSync(bytes, LIMIT),
  'x-gzip': (bytes) => gunzipSync(bytes, LIMIT),
  deflate: inflated,
  br: (bytes) => brotliDecompressSync(bytes, LIMIT),
};

/** A few bytes can hold gigabytes: what unpacks to more than a body may hold is not unpacked. */
const LIMIT = { maxOutputLength: MAX_CALLBACK_BYTES };

/** Some senders mean zlib by "deflate", as RFC 9110 does, and some the bare format. */
function inflated(bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes, LIMIT);
  } catch {
    return inflateRawSync(bytes, LIMIT);
  }
}

/** Undoes the codings that were named, last first; what does not apply is skipped. */
function decoded(bytes: Buffer, coding: string): Buffer {
  const names = coding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .reverse();
  return names.reduce((body, name) => {
    try {
      return DECODERS[name]?.(body) ?? body;
    } catch {
      // The header may be wrong about a body that can be read as it stands.
      return body;
    }
  }, bytes);
}

function textOf(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  const charset = { fffe: 'utf-16le', feff: 'utf-16be' }[mark] ?? 'utf-8';
  return new TextDecoder(charset).decode(bytes);
}
