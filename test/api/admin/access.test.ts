import { ADMIN_OPERATIONS } from '../../../api/admin/operations';
import { OPERATOR_ROLES } from '../../../domain/operator/operatorRole';
import { newId } from '../../../crypto/newId';
import { addOperator, adminCall, type TestOperator } from '../../kit/operators';
import { startSystem, type TestSystem } from '../../kit/system';

let system: TestSystem;
let admin: TestOperator;
let viewer: TestOperator;

beforeAll(async () => {
  system = await startSystem();
  admin = await addOperator(system.store, ...OPERATOR_ROLES);
  viewer = await addOperator(system.store, 'viewer');
});
afterAll(() => system.stop());

const ids: Readonly<Record<string, string>> = {
  merchantId: newId('merchant'),
  operatorId: newId('operator'),
  keyId: newId('apiKey'),
  paymentId: newId('payment'),
  eventId: newId('event'),
  shortcode: '600999',
};

const operations = ADMIN_OPERATIONS.map(({ contract }) => {
  const method = contract.method.toUpperCase();
  const path = contract.path
    .replace('/admin/v1', '')
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? name);
  return { name: contract.operationId, contract, at: [method, path] as const };
});
const changes = operations.filter(({ contract }) => {
  const examples = contract.body?.meta()?.examples as Record<string, unknown>[] | undefined;
  return contract.role === 'admin' || examples?.[0]?.['reason'] !== undefined;
});

async function entries(): Promise<number> {
  return (await system.store.auditLog.verify()).entries;
}

// Who may use which operation is held against all keys in test/contract/access.test.ts.
describe.each(operations)('$name', ({ contract, at }) => {
  it('is not on the listeners for merchants and for Safaricom', async () => {
    for (const url of [system.urls.api, system.urls.callbacks]) {
      const headers = { authorization: `Bearer ${admin.key}` };
      const answer = await fetch(url + contract.path, { method: at[0], headers });
      expect(answer.status).toBe(404);
    }
  });

  it('stands behind the check of the host', async () => {
    const { port } = new URL(system.urls.operations);
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const headers = { host: 'evil.test', authorization: `Bearer ${admin.key}` };
      const sent = request({ port, path: contract.path, method: at[0], headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.on('error', reject).end();
    });
    expect(status).toBe(421);
  });
});

describe.each(changes)('$name', ({ contract, at }) => {
  it('needs a reason, and takes no field that it does not know', async () => {
    const before = await entries();
    const examples = contract.body?.meta()?.examples as Record<string, unknown>[] | undefined;
    const { reason, ...without } = { reason: '', ...examples?.[0] };
    expect(reason).toBeTruthy();
    const key = `op_${'a1'.repeat(20)}`;
    const bad = [undefined, '', '  ', 'x'.repeat(501), 7, 'two\nlines', `it was ${key}`];
    for (const wrong of bad) {
      const answer = await adminCall(system, admin.key, at, { ...without, reason: wrong });
      expect([wrong, answer.status, answer.body['field']]).toEqual([wrong, 400, 'reason']);
    }
    const body = { ...without, reason, stranger: 1 };
    const answer = await adminCall(system, admin.key, at, body);
    expect(answer).toMatchObject({ status: 400, body: { field: 'stranger' } });
    expect(await entries()).toBe(before);
  });
});

it('describes itself', async () => {
  const answer = await adminCall(system, viewer.key, ['GET', '/openapi.json']);
  expect(answer).toMatchObject({ status: 200, body: { info: { title: 'Hakika admin API' } } });
});

it('writes no key into the log', () => {
  const log = system.logLines.join('\n');
  expect(log).toContain(admin.operatorId);
  expect(log).not.toContain(admin.key.slice(3, 20));
});
