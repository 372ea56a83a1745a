import { randomBytes } from 'node:crypto';
import type { Payload } from '@temporalio/common';
import { Secret } from '../../domain/values/secret';
import { Keyring } from '../../crypto/keyring';
import { EncryptionCodec } from '../../engine/payloadCodec';
import { type CuttableApi, startCuttableApi } from '../kit/cuttableApi';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { createKeyring } from '../../wiring/store';

const UI = 'http://127.0.0.1:7409';
const SEEN = 'what an operator may read';

let system: TestSystem;
let api: CuttableApi;

beforeAll(async () => {
  system = await startSystem({ environment: { TEMPORAL_UI_URL: `${UI}/some/page` } });
  api = await startCuttableApi(system);
});
afterAll(async () => {
  await api.stop();
  await system.stop();
});

async function get(path: string, init: RequestInit = {}) {
  const response = await fetch(system.urls.operations + path, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function decode(body: unknown, headers: Record<string, string> = {}) {
  return get('/codec/decode', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

interface Wire {
  readonly metadata: Record<string, string>;
  readonly data: string;
}

/** A payload as the Temporal UI writes it: every byte in base64. */
function onTheWire({ metadata, data }: Payload): Wire {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const entries = Object.entries(metadata ?? {}).map(([key, value]) => [key, base64(value)]);
  return {
    metadata: Object.fromEntries(entries) as Record<string, string>,
    data: base64(data ?? new Uint8Array()),
  };
}

const plain: Payload = {
  metadata: { encoding: Buffer.from('json/plain') },
  data: Buffer.from(JSON.stringify(SEEN)),
};

async function sealedBy(keyring: Keyring): Promise<Wire> {
  const [payload] = await new EncryptionCodec(keyring).encode([plain]);
  if (!payload) throw new Error('The codec made nothing.');
  return onTheWire(payload);
}

describe('health, readiness and figures', () => {
  it('says that it lives and can work', async () => {
    expect(await get('/health')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    const ready = await get('/ready');
    expect(ready.status).toBe(200);
    expect(JSON.parse(ready.text)).toEqual({ status: 'ready', store: true, engine: true });
  });

  it('counts requests by route and status, payments and deliveries', async () => {
    const { id } = await askFor(system);
    await reaches(system, id, 'succeeded');
    const { status, headers, text } = await get('/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const requests = 'hakika_http_requests_total{route="/v1/payments",method="POST",status="202"';
    expect(text).toContain(requests);
    expect(text).toContain('hakika_http_request_seconds_bucket');
    expect(text).toMatch(/hakika_callbacks_total\{result="accepted",service="test"\} [1-9]/);
    expect(text).toMatch(/hakika_payments_decided_total\{state="succeeded",service="test"\} 1/);
    expect(text).toContain('hakika_daraja_requests_total');
    expect(text).toContain('hakika_store_commands_total');
    expect(text).toContain('process_cpu_seconds_total');
    // A path holds ids and tokens; only the route's pattern may become a label (M15).
    expect(text).not.toContain(id);
  });

  it('answers 404 to anything else, as a problem', async () => {
    for (const path of ['/', '/healthz', '/v1/payments', '/codec/encode', '/metrics/x']) {
      const answer = await get(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'not_found' });
    }
  });

  // Guarantees that the public listeners never serve what is for operators (A50).
  it.each(['/health', '/ready', '/metrics', '/codec/decode'])('is not public: %s', async (path) => {
    for (const url of [system.urls.api, system.urls.callbacks]) {
      expect((await fetch(url + path)).status).toBe(404);
    }
  });

  it('never lets an answer be cached or framed, nor names what serves it', async () => {
    for (const path of ['/health', '/ready', '/metrics', '/nowhere']) {
      const { headers } = await get(path);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });
});

describe('the codec for the Temporal UI', () => {
  it('decodes what the payload codec made', async () => {
    const sealed = await sealedBy(createKeyring(system.config));
    expect(JSON.stringify(sealed)).not.toContain(Buffer.from(SEEN).toString('base64').slice(0, 8));
    const answer = await decode({ payloads: [sealed] });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({ payloads: [onTheWire(plain)] });
  });

  it('passes through what was not encrypted, in its place', async () => {
    const sealed = await sealedBy(createKeyring(system.config));
    const bare = { metadata: {}, data: '' };
    const answer = await decode({ payloads: [onTheWire(plain), sealed, bare] });
    const expected = { payloads: [onTheWire(plain), onTheWire(plain), bare] };
    expect(JSON.parse(answer.text)).toEqual(expected);
  });

  it('decodes nothing from nothing', async () => {
    expect(await decode({ payloads: [] })).toMatchObject({ status: 200, text: '{"payloads":[]}' });
  });

  // Guarantees that a browser lets only the configured UI read what is decoded (A37): the answer
  // names that one origin, whoever asks, and never the asker's or all.
  it.each([UI, 'http://evil.test', 'null'])(
    'names the UI alone to a page of %s',
    async (origin) => {
      const answer = await decode({ payloads: [] }, { origin });
      expect(answer.headers.get('access-control-allow-origin')).toBe(UI);
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
      expect(answer.headers.get('vary')).toContain('Origin');
    },
  );

  it('shares nothing else with a page', async () => {
    for (const path of ['/health', '/ready', '/metrics', '/nowhere']) {
      const { headers } = await get(path, { headers: { origin: UI } });
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('answers a preflight with 204 and what the UI may send', async () => {
    const answer = await get('/codec/decode', {
      method: 'OPTIONS',
      headers: { origin: UI, 'access-control-request-method': 'POST' },
    });
    expect(answer).toMatchObject({ status: 204, text: '' });
    expect(answer.headers.get('access-control-allow-origin')).toBe(UI);
    expect(answer.headers.get('access-control-allow-methods')).toBe('POST, OPTIONS');
    expect(answer.headers.get('access-control-allow-headers')).toContain('X-Namespace');
  });

  it.each([
    ['not JSON', '{"payloads":', 'malformed_json'],
    ['a list', [], 'invalid_request'],
    ['without payloads', {}, 'invalid_request'],
    ['a payload that is none', { payloads: ['x'] }, 'invalid_request'],
    ['data that is not base64', { payloads: [{ data: '%%' }] }, 'invalid_request'],
    [
      'a sealed payload that nobody here sealed',
      { payloads: [{ metadata: { encoding: 'YmluYXJ5L2VuY3J5cHRlZA==' }, data: 'AAAA' }] },
      'invalid_request',
    ],
    ['metadata of numbers', { payloads: [{ metadata: { encoding: 1 } }] }, 'invalid_request'],
  ])('answers 400 to %s', async (_what, body, code) => {
    const answer = await decode(body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ code });
  });

  it('answers 400 to what does not claim to be JSON', async () => {
    const answer = await decode({ payloads: [] }, { 'content-type': 'text/plain' });
    expect(answer.status).toBe(400);
  });

  it('answers 413 to more than 4 MiB', async () => {
    const answer = await decode({ payloads: [{ data: 'A'.repeat(4 * 1024 * 1024) }] });
    expect(answer.status).toBe(413);
  });

  // Guarantees that what this process has no key for, or what was altered, shows nothing of itself.
  it.each([
    ['a key of another name', 'other'],
    ['another key of the same name', 'test'],
  ])('answers an error without content for %s', async (_what, keyId) => {
    const key = new Secret(randomBytes(32));
    const sealed = await sealedBy(new Keyring([{ keyId, key }], key));
    const answer = await decode({ payloads: [onTheWire(plain), sealed] });
    expect(answer.status).toBe(400);
    const problem = JSON.parse(answer.text) as Record<string, unknown>;
    expect(problem).toMatchObject({ code: 'invalid_request' });
    expect(problem).not.toHaveProperty('payloads');
    expect(answer.text).not.toContain(SEEN);
    expect(answer.text).not.toContain(onTheWire(plain).data);
    expect(answer.text).not.toContain(sealed.data);
    expect(answer.text).not.toMatch(/cipher|decrypt|authenticate|encryption|UnknownKey/i);
  });

  // Guarantees that where no UI is configured nobody can have anything decoded.
  it('is not there where the process was given no codec', async () => {
    const url = `${api.system.urls.operations}/codec/decode`;
    const response = await fetch(url, { method: 'POST', body: '{"payloads":[]}' });
    expect(response.status).toBe(404);
  });
});
