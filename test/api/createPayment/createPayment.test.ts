import { randomUUID } from 'node:crypto';
import type { PresentedPayment } from '../../../api/public/payments/presentPayment';
import { addMerchant } from '../../kit/demoMerchant';
import { freshPhone, freshReference } from '../../kit/fresh';
import { promptsOf } from '../../kit/invariants';
import { askFor, call, reaches } from '../../kit/shop';
import { startSystem, type TestSystem } from '../../kit/system';

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
});
afterAll(() => system.stop());

const key = () => ({ 'idempotency-key': randomUUID() });
const order = () => ({ amountKes: 100, phone: freshPhone(), reference: freshReference() });

async function create(body: unknown, headers: Record<string, string> = key()) {
  return call(system, 'POST', '/v1/payments', { body, headers });
}

async function countPayments(): Promise<number> {
  const text = await system.metrics.storeCommands.get();
  return text.values
    .filter(({ labels }) => labels.command === 'insert')
    .reduce((sum, { value }) => sum + value, 0);
}

type Bad = readonly [what: string, change: Record<string, unknown>, field: string, rule: RegExp];

const BAD_FIELDS: readonly Bad[] = [
  ['an amount of zero', { amountKes: 0 }, 'amountKes', /at least 1/],
  ['a negative amount', { amountKes: -5 }, 'amountKes', /at least 1/],
  ['a fraction', { amountKes: 10.5 }, 'amountKes', /whole shillings/],
  ['an amount as text', { amountKes: '100' }, 'amountKes', /JSON number/],
  ['an amount above the limit', { amountKes: 250_001 }, 'amountKes', /at most 250000/],
  ['a huge amount', { amountKes: 1e21 }, 'amountKes', /at most 250000/],
  ['no amount', { amountKes: undefined }, 'amountKes', /JSON number/],
  ['a null amount', { amountKes: null }, 'amountKes', /JSON number/],
  ['an operator as amount', { amountKes: { $gt: 0 } }, 'amountKes', /JSON number/],
  ['a Ugandan number', { phone: '+256712345678' }, 'phone', /Kenyan mobile/],
  ['a short number', { phone: '0712' }, 'phone', /Kenyan mobile/],
  ['a landline', { phone: '0201234567' }, 'phone', /Kenyan mobile/],
  ['a number as number', { phone: 254700000001 }, 'phone', /Kenyan mobile/],
  ['an operator as phone', { phone: { $ne: null } }, 'phone', /Kenyan mobile/],
  ['a long reference', { reference: 'ORDER-1234567' }, 'reference', /1 to 12/],
  ['an empty reference', { reference: '' }, 'reference', /1 to 12/],
  ['a reference with control characters', { reference: 'A\u0000B' }, 'reference', /1 to 12/],
  ['an emoji reference', { reference: 'ORD😀' }, 'reference', /1 to 12/],
  ['a long description', { description: 'Fourteen chars' }, 'description', /1 to 13/],
  ["a stranger's shortcode", { shortcode: '600984' }, 'shortcode', /one of your shortcodes/],
  ['a shortcode as number', { shortcode: 174379 }, 'shortcode', /one of your shortcodes/],
  ['an unknown field', { state: 'succeeded' }, 'state', /not a field/],
  ["another merchant's id", { merchantId: 'mer_1' }, 'merchantId', /not a field/],
];

describe('bad input', () => {
  it.each(BAD_FIELDS)(
    'refuses %s, naming field, rule and remedy',
    async (_, change, field, rule) => {
      const before = await countPayments();
      const { status, headers, body } = await create({ ...order(), ...change });
      expect(status).toBe(400);
      expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(body).toMatchObject({ code: 'invalid_request', status: 400, field });
      expect(body['rule']).toMatch(rule);
      expect(body['remedy']).toEqual(expect.any(String));
      expect(body['requestId']).toBe(headers.get('request-id'));
      expect(await countPayments()).toBe(before);
    },
  );

  it.each([
    ['an array', '[]', 'invalid_request', 400],
    ['null', 'null', 'invalid_request', 400],
    ['a text', '"amountKes"', 'invalid_request', 400],
    ['two amounts', '{"amountKes":1,"amountKes":100}', 'malformed_json', 400],
    ['one amount twice', '{"amountKes":1,"amount\\u004bes":1}', 'malformed_json', 400],
    ['a name twice, deep inside', '{"a":[{"b":{"c":1,"c":2}}]}', 'malformed_json', 400],
    ['thirty thousand brackets', '['.repeat(30_000) + ']'.repeat(30_000), 'malformed_json', 400],
    ['broken JSON', '{"amountKes":', 'malformed_json', 400],
    ['an empty body', '', 'invalid_request', 400],
  ])('refuses %s', async (_what, body, code, status) => {
    const answer = await call(system, 'POST', '/v1/payments', {
      body,
      headers: { ...key(), 'content-type': 'application/json' },
    });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it('refuses a body of another type', async () => {
    const answer = await call(system, 'POST', '/v1/payments', {
      body: 'amountKes=1',
      headers: { ...key(), 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
  });

  it.each(['utf-16', 'UTF-7', '"latin1"'])(
    'refuses a body that says it is in %s',
    async (charset) => {
      const answer = await call(system, 'POST', '/v1/payments', {
        body: order(),
        headers: { ...key(), 'content-type': `application/json; charset=${charset}` },
      });
      expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
    },
  );

  it('refuses a body that is too large', async () => {
    const answer = await create({ ...order(), description: 'x'.repeat(70_000) });
    expect(answer).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
  });

  it.each(['__proto__', 'constructor'])('refuses the key %s and stays clean', async (name) => {
    const body = JSON.stringify(order()).replace('{', `{"${name}":{"polluted":true},`);
    const answer = await call(system, 'POST', '/v1/payments', { body, headers: key() });
    expect(answer.status).toBe(400);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['too long', 'k'.repeat(256)],
    ['with spaces', 'a b'],
  ])('refuses an Idempotency-Key that is %s', async (_what, value) => {
    const answer = await create(order(), value === undefined ? {} : { 'idempotency-key': value });
    expect(answer).toMatchObject({ status: 400, body: { code: 'idempotency_key_required' } });
  });
});

describe('authentication', () => {
  it.each([
    ['missing', ''],
    ['unknown', `Bearer sk_test_${'a'.repeat(43)}`],
    ['misshapen', 'Bearer nonsense'],
    ['of another scheme', 'Basic c2tfdGVzdA=='],
    ['very long', `Bearer sk_test_${'a'.repeat(4_000)}`],
  ])('answers 401 alike when the key is %s', async (_what, authorization) => {
    const answer = await create(order(), { ...key(), authorization });
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  // Guarantees that of a stranger nothing is parsed: without a key, no body is worth reading.
  it.each([
    ['broken JSON', '{"amountKes":', 'application/json'],
    ['too large', JSON.stringify({ description: 'x'.repeat(70_000) }), 'application/json'],
    ['of another type', 'amountKes=1', 'application/x-www-form-urlencoded'],
  ])('answers 401 before it looks at a body that is %s', async (_what, body, type) => {
    const headers = { ...key(), authorization: 'Bearer nonsense', 'content-type': type };
    const answer = await call(system, 'POST', '/v1/payments', { body, headers });
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  // Guarantees that another merchant's payment is as absent as none (A15, M14).
  it("hides another merchant's payment", async () => {
    const other = await addMerchant(system.store, { shortcode: '174379', webhookUrl: null });
    const { id } = await askFor(system);
    const headers = { authorization: `Bearer ${other.apiKey}` };
    const theirs = await call(system, 'GET', `/v1/payments/${id}`, { headers });
    const none = await call(system, 'GET', '/v1/payments/pay_01h2xcejqtf2nbrexx3vqjhp41', {
      headers,
    });
    expect(theirs.status).toBe(404);
    const sameBut = (body: Record<string, unknown>) => ({ ...body, requestId: '' });
    expect(sameBut(theirs.body)).toEqual(sameBut(none.body));
  });
});

describe('idempotency', () => {
  // Guarantees that a repeat gives the first payment and never a second prompt (M12).
  it('answers a repeat with the same payment, marked as replayed', async () => {
    const [headers, body] = [key(), order()];
    const first = await create(body, headers);
    const again = await create({ ...body, phone: `+${body.phone}` }, headers);
    expect(first.status).toBe(202);
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body['id']).toBe(first.body['id']);
    await reaches(system, String(first.body['id']), 'succeeded');
    expect(await promptsOf(system, body.phone)).toHaveLength(1);
  });

  it('answers 422 when the key comes with another body', async () => {
    const [headers, body] = [key(), order()];
    await create(body, headers);
    const other = await create({ ...body, amountKes: 101 }, headers);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  // Guarantees one payment and one prompt, however many identical requests race (A22).
  it('makes one payment of forty simultaneous requests; the rest see it or 409', async () => {
    const [headers, body] = [key(), order()];
    const all = await Promise.all(Array.from({ length: 40 }, () => create(body, headers)));
    const statuses = all.map((answer) => answer.status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(1);
    expect(statuses.every((status) => [200, 202, 409].includes(status))).toBe(true);
    const busy = all.find((answer) => answer.status === 409);
    expect(busy?.body).toMatchObject({ code: 'request_in_flight', retry: 'safe' });
    expect(busy?.headers.get('retry-after')).toBe('1');
    const accepted = all.find((answer) => answer.status === 202);
    await reaches(system, String(accepted?.body['id']), 'succeeded');
    expect(await promptsOf(system, body.phone)).toHaveLength(1);
  });

  it('answers 409 while another payment with the reference may still be paid', async () => {
    const body = order();
    await system.simulator.control('POST', `/phones/${body.phone}`, { behaviour: 'manual' });
    const first = await create(body);
    const second = await create(body);
    expect(second).toMatchObject({ status: 409, body: { code: 'reference_open' } });
    expect(String(second.body['detail'])).toContain(String(first.body['id']));
  });
});

describe('reading', () => {
  it('answers a waiting read as soon as the outcome is known', async () => {
    const { id } = await askFor(system);
    const startedAt = performance.now();
    const { body } = await call<PresentedPayment>(
      system,
      'GET',
      `/v1/payments/${id}?waitSeconds=30`,
    );
    expect(body.state).toBe('succeeded');
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it('answers a waiting read with the open payment when the time is over', async () => {
    const phone = freshPhone();
    await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
    const { id } = await askFor(system, { phone });
    const path = `/v1/payments/${id}?waitSeconds=1`;
    const { status, body } = await call<PresentedPayment>(system, 'GET', path);
    expect(status).toBe(200);
    expect(['created', 'prompting', 'awaiting_customer']).toContain(body.state);
  });

  it.each(['61', '-1', '1.5', 'x', '', '5&waitSeconds=6'])(
    'refuses to wait for "%s" seconds',
    async (seconds) => {
      const { id } = await askFor(system);
      const answer = await call(system, 'GET', `/v1/payments/${id}?waitSeconds=${seconds}`);
      expect(answer).toMatchObject({ status: 400, body: { field: 'waitSeconds' } });
    },
  );

  it('never shows the whole number', async () => {
    const phone = freshPhone();
    const answer = await create({ ...order(), phone });
    expect(JSON.stringify(answer.body)).not.toContain(phone.slice(3));
    expect(answer.body['phone']).toBe(`${phone.slice(0, 4)}****${phone.slice(-3)}`);
  });
});

describe('routing', () => {
  it.each([
    ['GET', '/v1/nothing', 404, 'not_found'],
    ['GET', '/', 404, 'not_found'],
    ['GET', '/%zz', 404, 'not_found'],
    ['DELETE', '/v1/payments', 405, 'method_not_allowed'],
    ['PUT', '/v1/payments/pay_x', 405, 'method_not_allowed'],
  ])('answers %s %s with %i', async (method, path, status, code) => {
    const answer = await call(system, method, path);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});
