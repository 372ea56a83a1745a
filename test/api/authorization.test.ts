import { call } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { startProcess, type ProductProcess } from './productProcess';

let system: TestSystem;
let production: ProductProcess | null = null;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(async () => {
  await production?.stop();
  await system.stop();
});

/** 404 for a payment that nobody made is what a valid key gets. */
async function statusOf(authorization: string, api = system.urls.api) {
  const through = { ...system, urls: { ...system.urls, api } };
  return call(through, 'GET', '/v1/payments/pay_none', { headers: { authorization } });
}

// Guarantees that the scheme is read as RFC 9110 (sections 11.1 and 11.4) has it.
it.each(['Bearer ', 'bearer ', 'BEARER ', 'bEaReR ', 'Bearer    ', 'bearer  '])(
  'takes a key after "%s"',
  async (scheme) => {
    expect((await statusOf(scheme + system.merchant.apiKey)).status).toBe(404);
  },
);

it.each([
  ['no blank', (key: string) => `Bearer${key}`],
  ['a tab', (key: string) => `Bearer\t${key}`],
  ['another scheme', (key: string) => `Basic ${key}`],
  ['a key in other letters', (key: string) => `Bearer ${key.toUpperCase()}`],
  ['two keys', (key: string) => `Bearer ${key} ${key}`],
  ['no scheme', (key: string) => key],
])('answers 401 to %s', async (_what, write) => {
  expect((await statusOf(write(system.merchant.apiKey))).status).toBe(401);
});

// Guarantees that a key for trials opens nothing where real money moves.
it('refuses a test key in production, and says why', async () => {
  const environment = {
    HAKIKA_ENV: 'production',
    CALLBACK_BASE_URL: 'https://pay.example.test',
    TIMING_SCALE: '1',
  };
  production = await startProcess(system, { script: 'api/main.ts', environment });
  await production.answersReady();
  const { apiKey } = system.merchant;
  expect(apiKey).toMatch(/^sk_test_/);
  const refused = await statusOf(`Bearer ${apiKey}`, production.urls.api);
  expect(refused).toMatchObject({
    status: 401,
    body: { code: 'unauthenticated', rule: expect.stringContaining('sk_live_') },
  });
  const live = (
    await system.store.merchants.createApiKey(system.merchant.merchantId, 'live')
  ).expose();
  expect((await statusOf(`bearer ${live}`, production.urls.api)).status).toBe(404);
});
