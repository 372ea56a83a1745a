import { request } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { callbackBody, postCallback, type Push, tokenSpy } from '../kit/callbacks';
import { openPayment, type OpenPayment } from '../kit/openPayment';
import { reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

/* A callback comes once: with a true token it is kept, whatever it holds. */

let system: TestSystem;
let spy: Awaited<ReturnType<typeof tokenSpy>>;

beforeAll(async () => {
  system = await startSystem();
  spy = await tokenSpy(system);
});
afterAll(async () => {
  await spy.close();
  await system.stop();
});

interface Opened extends OpenPayment {
  readonly push: Push;
}

async function opened(): Promise<Opened> {
  const payment = await openPayment(system);
  return { ...payment, push: await spy.of(payment.phone) };
}

type Headers = Readonly<Record<string, string>>;

/** Posts bytes as they are, with the headers of a sender that does not care. */
function post(url: string, body: Buffer, headers: Headers): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', reject).end(body);
  });
}

const text = (change: (json: string) => string) => (json: string) => Buffer.from(change(json));

const UNREADABLE: readonly (readonly [string, (json: string) => Buffer, Headers])[] = [
  [
    'a phone as a number with a leading zero',
    text((json) => json.replace('254708374149', '0708374149')),
    {},
  ],
  ['JSON that is cut off', text((json) => json.slice(0, 90)), {}],
  ['nothing at all', () => Buffer.alloc(0), {}],
  ['no JSON', text(() => 'ResultCode=0&Amount=100'), {}],
  [
    'a result code that is an object',
    text((json) => json.replace('"ResultCode":0', '"ResultCode":{}')),
    {},
  ],
  ['a name given twice', text((json) => json.replace('{', '{"Body":1,')), {}],
  ['bytes that claim to be gzip', text((json) => json.slice(3)), { 'content-encoding': 'gzip' }],
];

// Guarantees that the one delivery of a callback is not lost for its form: the bytes are kept,
// Safaricom is asked at once, and a person is shown it.
it.each(UNREADABLE)('keeps a callback with %s, and asks at once', async (_what, spoil, headers) => {
  const payment = await opened();
  await faultlessApproval(payment);
  const status = await post(payment.push.callbackUrl, spoil(callbackBody(payment.push)), headers);
  expect(status).toBe(200);
  await reaches(system, payment.id, 'succeeded');
  // On a slow day Safaricom was asked before the callback came, and the person is told after.
  const stored = await until('a person to be shown the callback', async () => {
    const found = await system.store.payments.find(payment.id);
    return found?.needsAttention === true && found;
  });
  expect(stored.state).toBe('succeeded');
  expect(stored.evidence.map(({ kind }) => kind)).toContain('unreadable_callback');
  const { values } = await system.metrics.callbacks.get();
  expect(values.find(({ labels }) => labels.result === 'unreadable')?.value).toBeGreaterThan(0);
  const line = system.logLines.find(
    (logged) => logged.includes('"result":"unreadable"') && logged.includes(payment.id),
  );
  expect(line).toBeDefined();
});

/** The customer pays, and the simulated Safaricom's own callback is lost. */
async function faultlessApproval(payment: Opened): Promise<void> {
  const match = { operation: 'stk_push', msisdn: payment.phone };
  await system.simulator.control('POST', '/faults', { match, fault: { kind: 'callback_lost' } });
  await payment.approve();
}

const READABLE: readonly (readonly [string, (json: string) => Buffer, Headers])[] = [
  ['a charset as its coding', text((json) => json), { 'content-encoding': 'UTF-8' }],
  ['no type', text((json) => json), {}],
  [
    'the type of a form',
    text((json) => json),
    { 'content-type': 'application/x-www-form-urlencoded' },
  ],
  ['gzip', (json) => gzipSync(json), { 'content-encoding': 'gzip' }],
  ['deflate', (json) => deflateSync(json), { 'content-encoding': 'deflate' }],
  ['bare deflate', (json) => deflateRawSync(json), { 'content-encoding': 'deflate' }],
  ['brotli', (json) => brotliCompressSync(json), { 'content-encoding': 'br' }],
  ['a byte order mark', text((json) => `\uFEFF${json}`), {}],
  ['UTF-16', (json) => Buffer.from(`\uFEFF${json}`, 'utf16le'), {}],
  ['gzip that is none', text((json) => json), { 'content-encoding': 'gzip' }],
];

it.each(READABLE)('reads a callback with %s', async (_what, send, headers) => {
  const payment = await opened();
  const status = await post(payment.push.callbackUrl, send(callbackBody(payment.push)), headers);
  expect(status).toBe(200);
  const stored = await until('the evidence', async () => {
    const found = await system.store.payments.find(payment.id);
    return found && found.evidence.length > 0 && found;
  });
  expect(stored.evidence[0]).toMatchObject({ kind: 'callback', receipt: 'UKN4A1B2C3' });
});

// Guarantees that a few bytes cannot make us unpack gigabytes, and that they are kept nevertheless.
it('unpacks no more than a body may hold', async () => {
  const payment = await opened();
  const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20));
  const { callbackUrl } = payment.push;
  expect(bomb.length).toBeGreaterThan(16 * 1024);
  expect(await post(callbackUrl, bomb, { 'content-encoding': 'gzip' })).toBe(413);
  const small = gzipSync(Buffer.alloc(2_000_000, 0x20));
  expect(await post(callbackUrl, small, { 'content-encoding': 'gzip' })).toBe(200);
});

// Guarantees that an amount is never rounded into the one that was asked for.
it.each(['100.00000000000000001', '99.999999999999999999', '1e2000'])(
  'does not take %s for 100 shillings',
  async (amount) => {
    const payment = await opened();
    const body = callbackBody(payment.push).replace('"Value":100', `"Value":${amount}`);
    const { status } = await postCallback(payment.push.callbackUrl, body);
    expect(status).toBe(200);
    const review = await reaches(system, payment.id, 'needs_review');
    expect(review.receipt).toBeNull();
  },
);

it('leaves one fact of one callback that comes twenty times at once', async () => {
  const payment = await opened();
  await faultlessApproval(payment);
  const { callbackUrl } = payment.push;
  const body = callbackBody(payment.push);
  const all = await Promise.all(Array.from({ length: 20 }, () => postCallback(callbackUrl, body)));
  expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  const paid = await reaches(system, payment.id, 'succeeded');
  const received = paid.timeline.filter(({ step }) => step === 'callback_received');
  expect(received).toHaveLength(1);
  const stored = await system.store.payments.find(payment.id);
  expect(stored?.evidence.filter(({ kind }) => kind === 'callback')).toHaveLength(1);
});

const REFUSED: readonly (readonly [string, string, (url: string) => Promise<number>])[] = [
  ['a wrong method', 'method_not_allowed', async (url) => (await fetch(url)).status],
  [
    'a body beyond the limit',
    'body_too_large',
    (url) => post(url, Buffer.alloc(40_000, 0x20), { 'content-type': 'text/plain' }),
  ],
  [
    'a wrong token',
    'not_found',
    (url) => post(url.replace(/[^/]{20}$/, 'x'.repeat(20)), Buffer.from('{}'), {}),
  ],
];

// Guarantees that no refused callback goes missing unseen: it is counted with its reason, and found
// in the log by its payment.
it.each(REFUSED)('counts and logs a callback with %s', async (_what, code, send) => {
  const payment = await opened();
  const count = async () => {
    const { values } = await system.metrics.callbacks.get();
    return values.find(({ labels }) => labels.result === code)?.value ?? 0;
  };
  const before = await count();
  expect(await send(payment.push.callbackUrl)).toBeGreaterThanOrEqual(400);
  await until('the count', async () => (await count()) > before);
  const named = (line: string) => line.includes(`"result":"${code}"`) && line.includes(payment.id);
  expect(system.logLines.some(named)).toBe(true);
});
