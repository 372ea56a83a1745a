import { call } from '../../kit/shop';
import { addOperator, adminCall, type TestOperator } from '../../kit/operators';
import { startSystem, type TestSystem } from '../../kit/system';

interface Made {
  readonly keyId: string;
  readonly key: string;
}

let system: TestSystem;
let admin: TestOperator;

beforeAll(async () => {
  system = await startSystem();
  admin = await addOperator(system.store, 'admin');
});
afterAll(() => system.stop());

const reason = 'Ticket 42.';
const post = <T = Made>(path: string, body: Record<string, unknown> = {}, key = admin.key) =>
  adminCall<T>(system, key, ['POST', path], { reason, ...body });

async function makeKey(body: Record<string, unknown> = {}): Promise<Made> {
  const { merchantId } = system.merchant;
  const answer = await post('/keys', { merchantId, mode: 'test', ...body });
  expect(answer.status).toBe(201);
  return answer.body;
}

/** 404 for a payment that nobody made is what a valid key gets. */
async function statusOf(key: string): Promise<number> {
  const headers = { authorization: `Bearer ${key}` };
  return (await call(system, 'GET', '/v1/payments/pay_none', { headers })).status;
}

it('makes a key that is shown once, and listed by its ends', async () => {
  const { keyId, key } = await makeKey({ roles: ['read'] });
  expect(await statusOf(key)).toBe(404);
  const path = `/keys?merchantId=${system.merchant.merchantId}`;
  const { body } = await adminCall<{ keys: Record<string, unknown>[] }>(system, admin.key, [
    ...(['GET', path] as const),
  ]);
  const listed = body.keys.find(({ id }) => id === keyId);
  expect(listed).toMatchObject({ mode: 'test', roles: ['read'], revokedAt: null });
  expect(listed?.['hint']).toBe(`sk_test_…${key.slice(-4)}`);
  const entries = await system.store.auditLog.latest({ limit: 200, before: null });
  const said = JSON.stringify([body, entries]) + system.logLines.join('');
  expect(said).not.toContain(key.slice(8, 30));
});

// Guarantees that a revoked key is refused from the next request on (A63).
it('revokes a key at once', async () => {
  const { keyId, key } = await makeKey();
  expect((await post(`/keys/${keyId}/revoke`)).status).toBe(200);
  expect(await statusOf(key)).toBe(401);
  expect((await post(`/keys/${keyId}/revoke`)).status).toBe(200);
  expect((await post(`/keys/${keyId}/rotate`, { overlapSeconds: 5 })).status).toBe(409);
});

it('rotates a key with an overlap, or ends it at once', async () => {
  const { keyId, key } = await makeKey({ mode: 'live' });
  const second = await post(`/keys/${keyId}/rotate`, { overlapSeconds: 600 });
  expect(second.body.key).toMatch(/^sk_live_/);
  expect([await statusOf(key), await statusOf(second.body.key)]).toEqual([404, 404]);
  expect((await post(`/keys/${keyId}/rotate`, { overlapSeconds: 0 })).status).toBe(409);
  const third = await post(`/keys/${second.body.keyId}/rotate`, { overlapSeconds: 0 });
  expect([await statusOf(second.body.key), await statusOf(third.body.key)]).toEqual([401, 404]);
});

it.each([-1, 604_801, 1.5, '60', undefined])('refuses an overlap of %p', async (overlapSeconds) => {
  const { keyId } = await makeKey();
  const answer = await post<Record<string, unknown>>(`/keys/${keyId}/rotate`, { overlapSeconds });
  expect(answer).toMatchObject({ status: 400, body: { field: 'overlapSeconds' } });
});

it.each([
  ['no owner', { mode: 'test' }, 'merchantId'],
  ['no mode', { merchantId: 'own' }, 'mode'],
  ['a mode of shortcodes', { merchantId: 'own', mode: 'sandbox' }, 'mode'],
  ['a role of operators', { merchantId: 'own', mode: 'test', roles: ['admin'] }, 'roles'],
  ['no role', { merchantId: 'own', mode: 'test', roles: [] }, 'roles'],
  ['two owners', { merchantId: 'own', operatorId: 'own', mode: 'test' }, 'merchantId'],
  ['an operator’s with a mode', { operatorId: 'own', mode: 'test' }, 'roles'],
  ['nobody', { merchantId: 'mer_01kaqq00000000000000000000', mode: 'test' }, 'merchantId'],
])('refuses a key with %s', async (_what, body, field) => {
  const sent: Record<string, unknown> = { ...body };
  if (sent['merchantId'] === 'own') sent['merchantId'] = system.merchant.merchantId;
  if (sent['operatorId'] === 'own') sent['operatorId'] = admin.operatorId;
  const answer = await post<Record<string, unknown>>('/keys', sent);
  expect(answer).toMatchObject({ status: 400, body: { field } });
});

describe('operators', () => {
  const look = (key: string) => adminCall(system, key, ['GET', '/operators']);

  it('are made with a key, given another, and revoked with all of them', async () => {
    const made = await post<Made & { operator: { id: string } }>('/operators', {
      name: 'Baraka',
      roles: ['finance'],
    });
    expect(made).toMatchObject({ status: 201, body: { operator: { roles: ['finance'] } } });
    const { operator, key } = made.body;
    const second = await makeKey({
      merchantId: undefined,
      mode: undefined,
      operatorId: operator.id,
    });
    expect([(await look(key)).status, (await look(second.key)).status]).toEqual([200, 200]);
    expect((await post(`/operators/${operator.id}/revoke`)).status).toBe(200);
    expect([(await look(key)).status, (await look(second.key)).status]).toEqual([401, 401]);
    const refused = await post<Record<string, unknown>>('/keys', { operatorId: operator.id });
    expect(refused).toMatchObject({ status: 400, body: { field: 'operatorId' } });
  });

  // Guarantees that no call leaves Hakika without an admin.
  it('revoke neither themselves nor the key that they call with', async () => {
    expect((await post(`/operators/${admin.operatorId}/revoke`)).status).toBe(409);
    expect((await post(`/keys/${admin.keyId}/revoke`)).status).toBe(409);
    expect((await look(admin.key)).status).toBe(200);
  });

  it('cannot be given roles that there are not', async () => {
    for (const roles of [[], ['root'], 'admin', undefined]) {
      const answer = await post<Record<string, unknown>>('/operators', { name: 'X', roles });
      expect(answer).toMatchObject({ status: 400, body: { field: 'roles' } });
    }
  });
});

describe('the audit log', () => {
  it('holds every change, whole, with who and why', async () => {
    const { keyId } = await makeKey();
    const list = await adminCall<{ entries: Record<string, unknown>[] }>(system, admin.key, [
      'GET',
      '/audit?limit=1',
    ]);
    const [entry] = list.body.entries;
    expect(entry).toMatchObject({
      ...{ action: 'keys.create', subject: { kind: 'key', id: keyId }, why: reason },
      who: { operatorId: admin.operatorId, keyId: admin.keyId, name: 'Test admin' },
    });
    const verified = await adminCall(system, admin.key, ['GET', '/audit/verify']);
    expect(verified.body).toMatchObject({ whole: true, fault: null, head: entry?.['hash'] });
    const before = String(entry?.['seq']);
    const older = await adminCall<{ entries: { seq: number }[] }>(system, admin.key, [
      'GET',
      `/audit?before=${before}&limit=2`,
    ]);
    expect(older.body.entries.every(({ seq }) => seq < Number(before))).toBe(true);
  });
});
