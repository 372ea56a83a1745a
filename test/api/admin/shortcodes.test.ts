import { createOperationsApp } from '../../../api/operations/app';
import { listen } from '../../../api/http/listen';
import { startCuttableApi } from '../../kit/cuttableApi';
import { sandboxShortcode } from '../../kit/demoMerchant';
import { freshPhone, freshReference } from '../../kit/fresh';
import { addOperator, adminCall, type TestOperator } from '../../kit/operators';
import { call } from '../../kit/shop';
import { startSystem, type TestSystem } from '../../kit/system';

let system: TestSystem;
let admin: TestOperator;
/** The same database behind an API that runs elsewhere than on a developer's machine. */
let strict: { readonly urls: TestSystem['urls']; stop(): Promise<void> };
let merchantId: string;
let passkey: string;

beforeAll(async () => {
  system = await startSystem();
  admin = await addOperator(system.store, 'admin');
  passkey = sandboxShortcode(system.merchant.merchantId, '').passkey.expose();
  const api = await startCuttableApi(system);
  const app = createOperationsApp({ ...api.deps, allowPlainHttp: false }, null);
  const at = { host: '127.0.0.1', port: 0, requestTimeoutMs: 30_000, log: api.deps.log };
  const { port, close } = await listen(app, at);
  strict = {
    urls: { ...system.urls, operations: `http://127.0.0.1:${port}` },
    stop: async () => {
      await close();
      await api.stop();
    },
  };
});
afterAll(async () => {
  await strict.stop();
  await system.stop();
});
beforeEach(async () => {
  const body = { name: 'Duka', reason: 'A test.' };
  const made = await adminCall<{ merchant: { id: string } }>(
    system,
    admin.key,
    ['POST', '/merchants'],
    body,
  );
  merchantId = made.body.merchant.id;
});

const credentials = () => ({
  consumerKey: 'simulator-consumer-key',
  consumerSecret: 'simulator-consumer-secret',
  passkey,
});

function order(change: Record<string, unknown> = {}) {
  return {
    ...{ merchantId, shortcode: '600200', type: 'paybill', mode: 'simulated' },
    ...{ baseUrl: system.simulator.url, credentials: credentials(), reason: 'Ticket 42.' },
    ...change,
  };
}

const create = (body: unknown, at: Pick<TestSystem, 'urls'> = system) =>
  adminCall(at, admin.key, ['POST', '/shortcodes'], body);
const show = (number: string) => adminCall(system, admin.key, ['GET', `/shortcodes/${number}`]);

describe('taking a shortcode into service', () => {
  it('proves the credentials, keeps them unseen, and the merchant is paid by it', async () => {
    expect((await show('174379')).body).toMatchObject({ mode: 'simulated', provenAt: null });
    // The simulator lets a test add a paybill of its own, with the passkey of the sandbox.
    await system.simulator.control('POST', '/shortcodes', { shortcode: '600200', passkey });
    const answer = await create(order());
    expect(answer).toMatchObject({
      status: 201,
      body: {
        shortcode: { shortcode: '600200', merchantId, mode: 'simulated', type: 'paybill' },
        proof: { token: { proven: true }, query: { proven: true } },
      },
    });
    const seen = await show('600200');
    expect(seen.body['provenAt']).toEqual(expect.any(String));
    const [entry] = await system.store.auditLog.latest({ limit: 1, before: null });
    const said = JSON.stringify([answer.body, seen.body, entry]) + system.logLines.join('');
    for (const secret of Object.values(credentials())) expect(said).not.toContain(secret);
    expect((await system.store.shortcodes.find('600200' as never))?.passkey.expose()).toBe(passkey);
    const key = await adminCall<{ key: string }>(system, admin.key, ['POST', '/keys'], {
      ...{ merchantId, mode: 'test', reason: 'Ticket 42.' },
    });
    const payment = await call(system, 'POST', '/v1/payments', {
      body: { amountKes: 10, phone: freshPhone(), reference: freshReference() },
      headers: { authorization: `Bearer ${key.body.key}`, 'idempotency-key': freshReference() },
    });
    expect(payment.status).toBe(202);
  });

  it('refuses one that is there', async () => {
    const answer = await create(order({ shortcode: '174379' }));
    expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const { merchantId: owner } = system.merchant;
    expect((await show('174379')).body).toMatchObject({ merchantId: owner });
  });

  it.each([
    ['a wrong secret', '600201', { consumerSecret: 'wrong' }, /token: not taken .* not asked/],
    ['a wrong passkey', '600204', { passkey: 'wrong' }, /token: taken. STK query: not taken/],
  ])('stores nothing with %s', async (_what, shortcode, change, detail) => {
    await system.simulator.control('POST', '/shortcodes', { shortcode, passkey });
    const body = order({ shortcode, credentials: { ...credentials(), ...change } });
    const answer = await create(body);
    expect(answer).toMatchObject({ status: 422, body: { code: 'shortcode_not_proven' } });
    expect(answer.body['detail']).toMatch(detail);
    expect((await show(shortcode)).status).toBe(404);
  });

  it('stores an unproven one when told to, and says so', async () => {
    const number = '600202';
    const wrong = { ...credentials(), passkey: 'wrong' };
    const answer = await create(
      order({
        shortcode: number,
        credentials: wrong,
        unproven: true,
        type: 'till',
        tillNumber: '600203',
      }),
    );
    expect(answer).toMatchObject({
      status: 201,
      body: {
        shortcode: { provenAt: null, type: 'till', tillNumber: '600203' },
        proof: { query: { proven: false } },
      },
    });
    const [entry] = await system.store.auditLog.latest({ limit: 1, before: null });
    expect(entry).toMatchObject({ action: 'shortcodes.create', detail: { isProven: false } });
  });
});

// Guarantees that a shortcode is never in a mode that its address is not (A61).
it.each([
  ['live', 'https://sandbox.safaricom.co.ke', 'baseUrl'],
  ['live', 'https://api.safaricom.co.ke.example.test', 'baseUrl'],
  ['live', 'http://api.safaricom.co.ke', 'baseUrl'],
  ['sandbox', 'https://api.safaricom.co.ke', 'baseUrl'],
  ['simulated', 'https://api.safaricom.co.ke', 'baseUrl'],
  ['simulated', undefined, 'baseUrl'],
  ['simulated', 'simulator', 'baseUrl'],
  ['real', undefined, 'mode'],
])('refuses the mode %s at %s', async (mode, baseUrl, field) => {
  const answer = await create(order({ mode, baseUrl }));
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', field } });
});

it('refuses a simulated one and a plain webhook outside a developer’s machine', async () => {
  const answer = await create(order(), strict);
  expect(answer).toMatchObject({ status: 400, body: { field: 'mode' } });
  const body = { name: 'Duka', webhookUrl: 'http://a.example.test', reason: 'A test.' };
  const merchant = await adminCall(strict, admin.key, ['POST', '/merchants'], body);
  expect(merchant).toMatchObject({ status: 400, body: { field: 'webhookUrl' } });
});

it.each([
  ['a till without its number', { type: 'till' }, 'tillNumber'],
  ['a paybill with a till', { tillNumber: '600300' }, 'tillNumber'],
  ['no credentials', { credentials: undefined }, 'credentials'],
  ['an empty passkey', { credentials: { passkey: '' } }, /credentials/],
  ['a merchant that there is not', { merchantId: 'mer_01kaqq00000000000000000000' }, 'merchantId'],
  ['an id that is not one', { merchantId: 'x' }, 'merchantId'],
])('refuses %s', async (_what, change, field) => {
  const answer = await create(order({ shortcode: '600400', ...change }));
  expect(answer.status).toBe(400);
  expect(answer.body['field']).toMatch(field);
});

it('refuses a certificate that is not one', async () => {
  const initiator = { name: 'testapi', password: 'x', certificatePem: 'nothing' };
  const answer = await create(order({ credentials: { ...credentials(), initiator } }));
  expect(answer.body['field']).toBe('credentials.initiator.certificatePem');
});

it('lists the shortcodes of one merchant', async () => {
  const path = `/shortcodes?merchantId=${system.merchant.merchantId}`;
  const answer = await adminCall(system, admin.key, ['GET', path]);
  expect(answer.body).toMatchObject({ shortcodes: [{ shortcode: '174379' }] });
});
