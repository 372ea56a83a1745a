import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { DARAJA_LIMITS } from '../../daraja/http/limits';
import { ACCEPTED, PUSH_PATH, type Answer } from './gateway';
import { PUSH, startHarness, type Harness } from './harness';

const TEXT = JSON.stringify(ACCEPTED);
const PLAIN = Buffer.from(TEXT);

function sent(coding: string | null, body: Buffer, contentType = 'application/json'): Answer {
  return (response) => {
    response.writeHead(200, {
      'content-type': contentType,
      ...(coding === null ? {} : { 'content-encoding': coding }),
    });
    response.end(body);
  };
}

function utf16(text: string, order: 'le' | 'be', mark: string): Buffer {
  const bytes = Buffer.from(mark + text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

function packedTimes(times: number): Buffer {
  return times === 0 ? PLAIN : gzipSync(packedTimes(times - 1));
}

const BOM = '\ufeff';

describe('an answer in another coding than was asked for', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(() => harness.stop());

  const push = (answer: Answer) => {
    harness.gateway.on(PUSH_PATH, answer);
    return harness.client.stkPush(harness.account, PUSH);
  };
  const taken = { kind: 'accepted', checkoutRequestId: ACCEPTED.CheckoutRequestID };

  // Guarantees that Daraja is told to send nothing compressed, tokens included.
  it('was not asked for', async () => {
    await push(sent(null, PLAIN));
    const codings = harness.gateway.received.map(({ headers }) => headers['accept-encoding']);
    expect(codings).toEqual(['identity', 'identity']);
  });

  // Guarantees that an acceptance which some proxy compressed does not leave its push unknown.
  it.each<[string, Answer]>([
    ['gzip', sent('gzip', gzipSync(PLAIN))],
    ['x-gzip', sent('x-gzip', gzipSync(PLAIN))],
    ['gzip in capitals', sent(' GZIP ', gzipSync(PLAIN))],
    ['deflate', sent('deflate', deflateSync(PLAIN))],
    ['deflate without its frame', sent('deflate', deflateRawSync(PLAIN))],
    ['br', sent('br', brotliCompressSync(PLAIN))],
    ['two codings', sent('gzip, br', brotliCompressSync(gzipSync(PLAIN)))],
    ['identity, said aloud', sent('identity', PLAIN)],
    ['gzip without a header', sent(null, gzipSync(PLAIN))],
    ['plain under a header that names gzip', sent('gzip', PLAIN)],
    ['plain under a header that names a character set', sent('UTF-8', PLAIN)],
    ['gzip of a text with a mark', sent('gzip', gzipSync(Buffer.from(BOM + TEXT)))],
  ])('is read when it is %s', async (_coding, answer) => {
    expect(await push(answer)).toMatchObject(taken);
  });

  it.each<[string, Answer]>([
    ['a byte order mark', sent(null, Buffer.from(BOM + TEXT))],
    ['two marks and a blank line', sent(null, Buffer.from(`${BOM}${BOM}\r\n${TEXT}\r\n`))],
    ['UTF-16, little end first', sent(null, utf16(TEXT, 'le', BOM))],
    ['UTF-16, big end first', sent(null, utf16(TEXT, 'be', BOM))],
    ['UTF-16 without a mark', sent(null, utf16(TEXT, 'le', ''))],
    ['UTF-16 without a mark, big end first', sent(null, utf16(TEXT, 'be', ''))],
  ])('is read when it begins with %s', async (_what, answer) => {
    expect(await push(answer)).toMatchObject(taken);
  });

  it('is read of the token endpoint too', async () => {
    const answer = JSON.stringify({ access_token: 'token-7', expires_in: '3599' });
    const packed = gzipSync(Buffer.from(BOM + answer));
    harness.gateway.on('/oauth/v1/generate', sent('gzip', packed));
    expect(await push(sent(null, PLAIN))).toMatchObject(taken);
    expect(harness.gateway.received.at(-1)?.headers.authorization).toBe('Bearer token-7');
  });

  it.each<[string, Answer]>([
    ['cut', sent('gzip', gzipSync(PLAIN).subarray(0, -12))],
    ['in an unknown coding', sent('zstd', Buffer.from('28b52ffd00', 'hex'))],
    ['compressed ten times over', sent(Array(10).fill('gzip').join(), packedTimes(10))],
    ['half a character long', sent(null, Buffer.from('feff00', 'hex'))],
  ])('leaves a push unknown when it is %s', async (_what, answer) => {
    expect(await push(answer)).toEqual({ kind: 'unknown', reason: 'unreadable_body' });
  });

  // Guarantees that a few bytes which unpack to gigabytes cost neither memory nor time.
  it.each<[string, (body: Buffer) => Buffer]>([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['gzip, gzip', (body) => gzipSync(gzipSync(body))],
  ])('is given up beyond the limit of size, as %s', async (coding, pack) => {
    const bomb = pack(Buffer.alloc(32 * 1024 * 1024, ' '));
    expect(bomb.length).toBeLessThan(DARAJA_LIMITS.responseBytesMax);
    const before = process.memoryUsage().arrayBuffers;
    const result = await push(sent(coding, bomb));
    expect(result).toEqual({ kind: 'unknown', reason: 'response_too_large' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  });
});
