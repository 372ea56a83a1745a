import { newId } from '../../../crypto/newId';
import type { MerchantId } from '../../../domain/values/ids';
import { addOperator, adminCall, type TestOperator } from '../../kit/operators';
import { startSystem, type TestSystem } from '../../kit/system';

interface Changed {
  readonly merchant: { readonly id: MerchantId; readonly name: string };
  readonly webhookSecret: string | null;
}

let system: TestSystem;
let admin: TestOperator;

beforeAll(async () => {
  system = await startSystem();
  admin = await addOperator(system.store, 'admin');
});
afterAll(() => system.stop());

const reason = 'Ticket 42.';

async function create(body: Record<string, unknown> = {}): Promise<Changed> {
  const sent = { name: 'Duka Moja', reason, ...body };
  const answer = await adminCall<Changed>(system, admin.key, ['POST', '/merchants'], sent);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

const show = (id: string) => adminCall(system, admin.key, ['GET', `/merchants/${id}`]);

function update(id: string, body: Record<string, unknown>) {
  const sent = { reason, ...body };
  return adminCall<Changed>(system, admin.key, ['PATCH', `/merchants/${id}`], sent);
}

async function lastEntry() {
  const [entry] = await system.store.auditLog.latest({ limit: 1, before: null });
  return entry;
}

it('makes a merchant with a webhook whose secret is shown once, and never in the log', async () => {
  const webhookUrl = 'https://shop.example.test/hooks/very-private-path';
  const { merchant, webhookSecret } = await create({ webhookUrl, corroborateAboveKes: 500 });
  expect(webhookSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const seen = await show(merchant.id);
  expect(seen.body).toEqual({
    ...{ id: merchant.id, name: 'Duka Moja', defaultShortcode: null },
    ...{ corroborateAboveKes: 500, webhookUrl },
    ...{ reviewAboveKes: null, lateSuccess: 'accept' },
  });
  const stored = await system.store.merchants.find(merchant.id);
  expect(stored?.webhook?.secret.expose()).toBe(webhookSecret);
  const entry = await lastEntry();
  expect(entry).toMatchObject({
    who: { operatorId: admin.operatorId, keyId: admin.keyId },
    action: 'merchants.create',
    subject: { kind: 'merchant', id: merchant.id },
    detail: { webhook: 'https://shop.example.test' },
    why: reason,
  });
  // Guarantees that no secret is in the audit log or in a line of the log (M15).
  const written = JSON.stringify(entry) + system.logLines.join('');
  expect(written).not.toContain(webhookSecret?.slice(6, 30));
  expect(written).not.toContain('very-private-path');
});

it('changes what is sent and leaves the rest', async () => {
  const { merchant, webhookSecret } = await create({ webhookUrl: 'https://a.example.test/' });
  const renamed = await update(merchant.id, { name: '  Duka Mbili ' });
  expect(renamed).toMatchObject({ status: 200, body: { webhookSecret: null } });
  const seen = await show(merchant.id);
  expect(seen.body).toMatchObject({ name: 'Duka Mbili', webhookUrl: 'https://a.example.test/' });
  const kept = await system.store.merchants.find(merchant.id);
  expect(kept?.webhook?.secret.expose()).toBe(webhookSecret);
  const again = await update(merchant.id, { webhookUrl: 'https://a.example.test/' });
  expect(again.body.webhookSecret).toMatch(/^whsec_/);
  expect(again.body.webhookSecret).not.toBe(webhookSecret);
  await update(merchant.id, { webhookUrl: null });
  expect((await show(merchant.id)).body).toMatchObject({ webhookUrl: null });
  expect(await lastEntry()).toMatchObject({
    action: 'merchants.update',
    detail: { webhook: null },
  });
});

it.each([
  ['nothing', {}, 'body'],
  ['another merchant’s shortcode', { defaultShortcode: '174379' }, 'defaultShortcode'],
  ['a shortcode that is a number', { defaultShortcode: 174379 }, 'defaultShortcode'],
  ['a webhook that is not an address', { webhookUrl: 'shop' }, 'webhookUrl'],
  ['a webhook of another scheme', { webhookUrl: 'ftp://a.example.test' }, 'webhookUrl'],
  ['a webhook with a password', { webhookUrl: 'https://u:p@a.example.test' }, 'webhookUrl'],
  ['a sum above the limit', { corroborateAboveKes: 250_001 }, 'corroborateAboveKes'],
  ['a fraction', { corroborateAboveKes: 1.5 }, 'corroborateAboveKes'],
  ['an empty name', { name: ' ' }, 'name'],
])('refuses to change %s', async (_what, change, field) => {
  const { merchant } = await create();
  const before = (await show(merchant.id)).body;
  const answer = await update(merchant.id, change);
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', field } });
  expect((await show(merchant.id)).body).toEqual(before);
});

it('answers 404 for a merchant that there is not', async () => {
  expect((await show(newId('merchant'))).status).toBe(404);
  expect((await update(newId('merchant'), { name: 'X' })).status).toBe(404);
});

it('lists merchants page by page', async () => {
  await create({ name: 'One more' });
  const list = (query: string) =>
    adminCall<{ merchants: { id: string }[] }>(system, admin.key, ['GET', `/merchants${query}`]);
  const all = (await list('')).body.merchants.map(({ id }) => id);
  const [first = ''] = all;
  const rest = (await list(`?after=${first}&limit=200`)).body.merchants.map(({ id }) => id);
  expect([first, ...rest]).toEqual(all);
  expect((await list('?limit=1')).body.merchants).toHaveLength(1);
  for (const query of ['?limit=0', '?limit=201', '?limit=x', '?after=$gt']) {
    expect((await list(query)).status).toBe(400);
  }
});
