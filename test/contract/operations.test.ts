import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsOf } from '../../api/contract/errors';
import { ERRORS, type ErrorCode } from '../../api/http/errors';
import { listen } from '../../api/http/listen';
import { createApp, publicDocument } from '../../api/public/app';
import { OPERATIONS } from '../../api/public/operations';
import { rootDir } from '../../dev/places';
import type { MerchantRole } from '../../domain/merchant/principal';
import { Secret } from '../../domain/values/secret';
import { startCuttableApi } from '../kit/cuttableApi';
import { addMerchant } from '../kit/demoMerchant';
import { freshPhone, freshReference } from '../kit/fresh';
import { openPayment } from '../kit/openPayment';
import { askFor, call, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { PublishedSchemas } from './openApiSchemas';

const schemas = new PublishedSchemas();
const operations = OPERATIONS.map(({ contract }) => [contract.operationId, contract] as const);

let system: TestSystem;
let paymentId: string;
/** A second API over the same database, as strict about addresses as production is. */
let strict: { readonly url: string; stop(): Promise<void> };

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
  paymentId = (await askFor(system)).id;
  strict = await startStrictApi();
});
afterAll(async () => {
  await strict.stop();
  await system.stop();
});

async function startStrictApi() {
  const api = await startCuttableApi(system);
  const app = createApp({ ...api.deps, allowPlainHttp: false });
  const { log } = api.deps;
  const at = { host: '127.0.0.1', port: 0, requestTimeoutMs: 30_000, log };
  const { port, close } = await listen(app, at);
  const stop = async () => {
    await close();
    await api.stop();
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

async function keyWith(...roles: readonly MerchantRole[]): Promise<string> {
  const key = `sk_test_${randomBytes(16).toString('hex')}`;
  await system.store.merchants.addApiKey(system.merchant.merchantId, new Secret(key), roles);
  return key;
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const order = () => ({ amountKes: 100, phone: freshPhone(), reference: freshReference() });
const pathOf = (path: string) =>
  path.replace('{paymentId}', paymentId).replace('{eventId}', 'evt_01h2xcejqtf2nbrexx3vqjhp41');

interface Sending {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A create with a fresh key, but for what is given. */
function create({ body = order(), headers = {} }: Sending = {}) {
  const sent = { 'idempotency-key': randomUUID(), ...headers };
  return call(system, 'POST', '/v1/payments', { body, headers: sent });
}

describe.each(operations)('%s', (operationId, contract) => {
  const method = contract.method.toUpperCase();
  const url = () => system.urls.api + pathOf(contract.path);
  const withBody = contract.body
    ? { body: JSON.stringify(order()), headers: { 'content-type': 'application/json' } }
    : {};

  it('answers as the document says', async () => {
    const headers = contract.role ? bearer(await keyWith(contract.role as MerchantRole)) : {};
    const sent = { ...withBody.headers, ...headers, 'idempotency-key': randomUUID() };
    const answer = await fetch(url(), { method, ...withBody, headers: sent });
    await expectDescribed(operationId, answer);
  });
});

/** Holds one answer against the document: status, headers and body. */
async function expectDescribed(operationId: string, answer: Response): Promise<void> {
  const [, contract] = operations.find(([id]) => id === operationId) ?? [];
  if (contract === undefined) throw new Error(`There is no operation ${operationId}.`);
  const { path, method } = contract;
  const described = publicDocument().paths[path]?.[method]?.responses[answer.status];
  expect(Object.keys(described?.headers ?? {})).toContain('Request-Id');
  for (const name of Object.keys(described?.headers ?? {})) {
    if (name !== 'Retry-After') expect([name, answer.headers.has(name)]).toEqual([name, true]);
  }
  const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
  const place = ['paths', path, method, 'responses', String(answer.status), 'content', type];
  const validate = schemas.at(...place, 'schema');
  const body: unknown = type.endsWith('json') ? await answer.json() : await answer.text();
  expect([validate(body), validate.errors]).toEqual([true, null]);
}

/** How a create or a read comes to each error that needs no outage. */
const REACHED: Readonly<Partial<Record<ErrorCode, () => Promise<unknown>>>> = {
  invalid_request: () => create({ body: { ...order(), amountKes: 0 } }),
  idempotency_key_required: () => create({ headers: { 'idempotency-key': '' } }),
  malformed_json: () => create({ body: '{' }),
  unauthenticated: () => create({ headers: { authorization: '' } }),
  forbidden: async () => create({ headers: bearer(await keyWith('refund')) }),
  not_found: () => call(system, 'GET', '/v1/payments/pay_01h2xcejqtf2nbrexx3vqjhp41'),
  body_too_large: () => create({ body: { description: 'x'.repeat(70_000) } }),
  unsupported_media_type: () => create({ headers: { 'content-type': 'text/plain' } }),
  idempotency_key_reused: async () => {
    const headers = { 'idempotency-key': randomUUID() };
    await create({ headers });
    return create({ headers });
  },
  shortcode_unusable: () => {
    const urls = { ...system.urls, api: strict.url };
    const headers = { 'idempotency-key': randomUUID() };
    return call({ ...system, urls }, 'POST', '/v1/payments', { body: order(), headers });
  },
  no_endpoint: async () => {
    const merchant = await addMerchant(system.store, { shortcode: '600984', webhookUrl: null });
    const body = { createdAfter: '2026-01-01T00:00:00Z', createdBefore: '2026-01-02T00:00:00Z' };
    return call({ ...system, merchant }, 'POST', '/v1/events/resend', { body });
  },
  already_prompted: async () => {
    const { id } = await openPayment(system);
    return call(system, 'POST', `/v1/payments/${id}/cancel`);
  },
  already_decided: async () => {
    const { id } = await askFor(system);
    await reaches(system, id, 'succeeded');
    return call(system, 'POST', `/v1/payments/${id}/cancel`);
  },
  reference_open: async () => {
    const body = order();
    await system.simulator.control('POST', `/phones/${body.phone}`, { behaviour: 'manual' });
    await create({ body });
    return create({ body });
  },
};

/** The tests that reach the others: by cut wires, raw sockets, races and faults of our own. */
const REACHED_BY: Readonly<Partial<Record<ErrorCode, string>>> = {
  malformed_request: 'test/api/unreadableRequest.test.ts',
  headers_too_large: 'test/api/unreadableRequest.test.ts',
  request_too_slow: 'test/contract/slowRequest.test.ts',
  store_unavailable: 'test/api/outages.test.ts',
  engine_unavailable: 'test/api/outages.test.ts',
  engine_not_set_up: 'test/api/readiness.test.ts',
  request_in_flight: 'test/api/createPayment/createPayment.test.ts',
  internal: 'test/contract/brokenAnswer.test.ts',
};

const declared = new Set(operations.flatMap(([, contract]) => Object.keys(errorsOf(contract))));

// Guarantees that the reference promises no error that cannot occur, and shows each as it comes.
describe('a declared error', () => {
  it.each([...declared] as ErrorCode[])('is reached: %s', async (code) => {
    const reach = REACHED[code];
    if (reach === undefined) {
      const test = readFileSync(join(rootDir, REACHED_BY[code] ?? 'no test reaches it'), 'utf8');
      expect(test).toContain(code);
      return;
    }
    const { status, title } = { ...ERRORS[code] };
    const answer = (await reach()) as Awaited<ReturnType<typeof call>>;
    expect(answer).toMatchObject({ status, body: { code, title, status } });
    const validate = schemas.at('components', 'schemas', 'Problem');
    expect([validate(answer.body), validate.errors]).toEqual([true, null]);
  });
});

// Guarantees that a merchant who reads the served copy reads the one that was reviewed.
it('serves the document of docs/generated/ without a key', async () => {
  const answer = await fetch(`${system.urls.api}/v1/openapi.json`);
  const kept = readFileSync(join(rootDir, 'docs/generated/openapi.json'), 'utf8');
  expect(await answer.json()).toEqual(JSON.parse(kept));
});

it('marks a repeat as the document says', async () => {
  const headers = {
    ...bearer(system.merchant.apiKey),
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  };
  const body = JSON.stringify(order());
  const url = `${system.urls.api}/v1/payments`;
  await fetch(url, { method: 'POST', headers, body });
  const repeat = await fetch(url, { method: 'POST', headers, body });
  expect(repeat.status).toBe(200);
  await expectDescribed('createPayment', repeat);
});
