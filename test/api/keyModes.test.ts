import { randomUUID } from 'node:crypto';
import { newId } from '../../crypto/newId';
import type { ShortcodeNumber } from '../../domain/values/shortcode';
import { sandboxShortcode } from '../kit/demoMerchant';
import { freshPhone, freshReference } from '../kit/fresh';
import { askFor, call } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';

const LIVE = '600100' as ShortcodeNumber;

let system: TestSystem;
let liveKey: string;
let operatorKey: string;

beforeAll(async () => {
  system = await startSystem();
  const { store, merchant } = system;
  const { merchantId } = merchant;
  liveKey = (await store.merchants.createApiKey(merchantId, 'live')).expose();
  const live = sandboxShortcode(merchantId, 'https://api.safaricom.co.ke');
  await store.shortcodes.save({ ...live, shortcode: LIVE, partyB: LIVE });
  const operatorId = newId('operator');
  await store.operators.add({ operatorId, name: 'Amina', roles: ['admin'] });
  const made = await store.apiKeys.create({ kind: 'operator', operatorId });
  operatorKey = made.text.expose();
});
afterAll(() => system.stop());

function create(key: string, change: Record<string, unknown> = {}) {
  const order = { amountKes: 100, phone: freshPhone(), reference: freshReference(), ...change };
  const headers = { authorization: `Bearer ${key}`, 'idempotency-key': randomUUID() };
  return call(system, 'POST', '/v1/payments', { body: order, headers });
}

// Guarantees that a key of one mode never asks by a shortcode of another (A61).
it('refuses a live key for a shortcode that is not live, and keeps nothing', async () => {
  const reference = freshReference();
  const answer = await create(liveKey, { reference });
  expect(answer).toMatchObject({ status: 422, body: { code: 'shortcode_unusable' } });
  expect(answer.body['detail']).toBe('Shortcode 174379 is simulated, and this is a live key.');
  // The reference is free: nothing was kept.
  await askFor(system, { reference });
});

it('refuses a test key for a live shortcode', async () => {
  const answer = await create(system.merchant.apiKey, { shortcode: LIVE });
  expect(answer).toMatchObject({ status: 422, body: { code: 'shortcode_unusable' } });
  expect(answer.body['rule']).toBe('must be simulated or of the sandbox for a test key');
});

// Guarantees that nobody learns of a key of the other kind that it is one (A60).
it('answers an operator key as one that nobody made', async () => {
  const unknown = await create(`sk_test_${'x'.repeat(43)}`);
  const operator = await create(operatorKey);
  const told = ({ status, body }: typeof unknown) => ({ ...body, status, requestId: null });
  expect(operator.status).toBe(401);
  expect(told(operator)).toEqual(told(unknown));
});
