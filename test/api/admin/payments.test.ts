import { newId } from '../../../crypto/newId';
import { freshPhone } from '../../kit/fresh';
import { addOperator, adminCall, type TestOperator } from '../../kit/operators';
import { askFor, reaches } from '../../kit/shop';
import { startSystem, type TestSystem } from '../../kit/system';

let system: TestSystem;
let support: TestOperator;
let viewer: TestOperator;
let paid: { readonly id: string; readonly phone: string; readonly reference: string };

beforeAll(async () => {
  system = await startSystem();
  support = await addOperator(system.store, 'support');
  viewer = await addOperator(system.store, 'viewer');
  const phone = freshPhone();
  const { id } = await askFor(system, { phone });
  const { reference } = await reaches(system, id, 'succeeded');
  paid = { id, phone, reference };
});
afterAll(() => system.stop());

interface Found {
  readonly data: readonly Record<string, unknown>[];
  readonly nextCursor: string | null;
}

const search = (body: unknown, { key }: TestOperator = support) =>
  adminCall<Found>(system, key, ['POST', '/payments/search'], body);

const show = (id: string) => adminCall(system, viewer.key, ['GET', `/payments/${id}`]);

it.each([
  ['nothing that narrows', {}],
  ['a state alone', { state: 'failed' }],
  ['an operator of the database', { reference: { $ne: 'x' } }],
  ['an unknown field', { receipt: 'UKN4A1B2C3', nothing: 1 }],
  ['a phone that is none', { phone: '123' }],
  ['a merchant that is none', { merchantId: 'pay_1' }],
])('refuses a search with %s', async (_, body) => {
  const answer = await search(body);
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
});

// Guarantees that only who may search can tie a number to what it paid.
it('refuses a search to a viewer and to a merchant', async () => {
  const body = { phone: paid.phone };
  expect((await search(body, viewer)).status).toBe(403);
  const key = system.merchant.apiKey;
  const path = ['POST', '/payments/search'] as const;
  expect((await adminCall(system, key, path, body)).status).toBe(401);
});

it('finds a payment by phone, reference and receipt, and says whose it is', async () => {
  const shown = await show(paid.id);
  expect(shown).toMatchObject({
    status: 200,
    body: { id: paid.id, merchantId: system.merchant.merchantId, state: 'succeeded' },
  });
  const { receipt } = shown.body as { receipt: string };
  const { merchantId } = system.merchant;
  for (const body of [
    { phone: paid.phone },
    { reference: paid.reference },
    { receipt },
    { merchantId, reference: paid.reference },
  ]) {
    const found = await search(body);
    expect(found.body.data.map(({ id }) => id)).toEqual([paid.id]);
  }
  expect((await search({ merchantId: newId('merchant') })).body.data).toEqual([]);
});

// Guarantees that a number which was searched for is in no log line and in no answer (M15).
it('shows no whole number, in answers and in logs', async () => {
  const found = await search({ phone: paid.phone });
  expect(JSON.stringify(found.body)).not.toContain(paid.phone.slice(-9));
  expect(system.logLines.join('')).not.toContain(paid.phone.slice(-9));
});

it('pages by a cursor that goes with its search', async () => {
  await askFor(system, {});
  const { merchantId } = system.merchant;
  const first = await search({ merchantId, limit: 1 });
  const cursor = first.body.nextCursor;
  const second = await search({ merchantId, limit: 1, cursor });
  expect(second.body.data[0]?.['id']).toBe(paid.id);
  expect((await search({ phone: paid.phone, cursor })).status).toBe(400);
});

it.each(['pay_1', newId('payment'), newId('merchant')])('has no payment %s', async (id) => {
  expect(await show(id)).toMatchObject({ status: 404, body: { code: 'not_found' } });
});
