import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** More than any proxy uses; a header can name any number of codings. */
const LAYERS_MAX = 4;

type Unpack = (body: Buffer, options: { readonly maxOutputLength: number }) => Buffer;

/** RFC 9110 section 8.4.1. Senders of "deflate" leave its zlib frame out at times. */
const CODINGS: ReadonlyMap<string, Unpack> = new Map<string, Unpack>([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['deflate', (body, options) => (isFramed(body) ? inflateSync : inflateRawSync)(body, options)],
  ['br', brotliDecompressSync],
]);

/**
 * The text of an answer, whatever coding and character set it came in: proxies on the way compress
 * what was asked for plain, and put marks before it. A coding that the bytes do not have leaves
 * them as they are. Null where the text would be longer than the limit.
 * @param contentEncoding the header as it came, or undefined
 */
export function decodeBody(
  bytes: Buffer,
  contentEncoding: string | readonly string[] | undefined,
  bytesMax: number,
): string | null {
  const named = [contentEncoding ?? []].flat().join().toLowerCase().split(',').reverse();
  const codings = named.flatMap((name) => CODINGS.get(name.trim()) ?? []);
  let body: Buffer | null = bytes;
  for (let layer = 0; layer < LAYERS_MAX && body !== null; layer += 1) {
    const unpack: Unpack | undefined = codings[layer] ?? (isGzip(body) ? gunzipSync : undefined);
    if (!unpack) break;
    body = unpacked(unpack, body, bytesMax);
  }
  return body === null ? null : textOf(body);
}

function unpacked(unpack: Unpack, body: Buffer, maxOutputLength: number): Buffer | null {
  try {
    return unpack(body, { maxOutputLength });
  } catch (error) {
    // Any other error says that the bytes are not in this coding; they may be readable as they are.
    return isTooLarge(error) ? null : body;
  }
}

/** By its shape: under jest an error of Node's own is not an instance of our `Error`. */
function isCoded(error: unknown): error is { readonly code: unknown } {
  return typeof error === 'object' && error !== null && 'code' in error;
}

function isTooLarge(error: unknown): boolean {
  return isCoded(error) && error.code === 'ERR_BUFFER_TOO_LARGE';
}

function isGzip(body: Buffer): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

/** RFC 1950 section 2.2: the first byte names the method, and both together divide by 31. */
function isFramed(body: Buffer): boolean {
  return body.length > 1 && (body.readUInt8(0) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;
}

/**
 * RFC 8259 section 8.1: JSON is UTF-8, and a reader may pass over a byte order mark. JSON begins
 * with two characters of ASCII, so that a zero among its first two bytes means UTF-16.
 */
function textOf(body: Buffer): string {
  const [first, second] = body;
  const isLittle = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  const charset = isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8';
  return new TextDecoder(charset).decode(body).replace(/^\ufeff+/, '');
}
