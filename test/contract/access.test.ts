import type { ContractShape } from '../../api/contract/contract';
import { newId } from '../../crypto/newId';
import {
  ADMIN_ACCESS,
  PUBLIC_ACCESS,
  rolesThatMay,
  type AccessTable,
} from '../../dev/generate/accessPage';
import { KEY_MODES } from '../../domain/merchant/mode';
import { MERCHANT_ROLES, type MerchantRole } from '../../domain/merchant/principal';
import { OPERATOR_ROLES } from '../../domain/operator/operatorRole';
import type { MerchantId } from '../../domain/values/ids';
import { addMerchant } from '../kit/demoMerchant';
import { openDigester, type Digester } from '../kit/digest';
import { addOperator } from '../kit/operators';
import { forEach, sendRaw, type RawAnswer } from '../kit/rawRequest';
import { askFor, call, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

/** One key, or none, and what it is. */
interface Caller {
  readonly name: string;
  readonly key: string | null;
  /** Its only role; null where it is no key of this API at all. */
  readonly role: string | null;
}

let system: TestSystem;
let digester: Digester;
let stranger: MerchantId;
let strangerKey: string;
let paymentId: string;
let eventId: string;
const callers: Record<'merchant' | 'operator', Caller[]> = { merchant: [], operator: [] };

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
  const other = await addMerchant(system.store, { shortcode: '600984', webhookUrl: null });
  [stranger, strangerKey] = [other.merchantId, other.apiKey];
  paymentId = (await askFor(system)).id;
  await reaches(system, paymentId, 'succeeded');
  eventId = await until('the event to be delivered', async () => {
    const path = `/v1/events?paymentId=${paymentId}&status=delivered`;
    const { body } = await call<{ data: { id: string }[] }>(system, 'GET', path);
    return body.data[0]?.id;
  });
  await makeCallers();
  digester = await openDigester(system);
}, 180_000);
afterAll(async () => {
  await digester.close();
  await system.stop();
});

async function merchantKey(merchantId: MerchantId, role: MerchantRole, mode: 'live' | 'test') {
  const made = await system.store.apiKeys.create({
    kind: 'merchant',
    merchantId,
    roles: [role],
    mode,
  });
  return { keyId: made.keyId, key: made.text.expose() };
}

async function makeCallers(): Promise<void> {
  const { store, merchant } = system;
  const merchants = { owner: merchant.merchantId, other: stranger };
  for (const role of MERCHANT_ROLES) {
    for (const mode of KEY_MODES) {
      for (const [who, merchantId] of Object.entries(merchants)) {
        const { key } = await merchantKey(merchantId, role, mode);
        callers.merchant.push({ name: `${mode} key of the ${who}, ${role}`, key, role });
        callers.operator.push({ name: `${mode} key of the ${who}, ${role}`, key, role: null });
      }
    }
    const { keyId, key } = await merchantKey(merchant.merchantId, role, 'test');
    await store.apiKeys.revoke(keyId);
    callers.merchant.push({ name: `revoked key, ${role}`, key, role: null });
  }
  for (const role of OPERATOR_ROLES) {
    const { key } = await addOperator(store, role);
    callers.operator.push({ name: `operator, ${role}`, key, role });
    callers.merchant.push({ name: `operator, ${role}`, key, role: null });
    const revoked = await addOperator(store, role);
    await store.apiKeys.revoke(revoked.keyId);
    callers.operator.push({ name: `revoked key, ${role}`, key: revoked.key, role: null });
    const gone = await addOperator(store, role);
    await store.operators.revoke(gone.operatorId);
    callers.operator.push({ name: `revoked operator, ${role}`, key: gone.key, role: null });
  }
  const wrong = [null, 'op_short', `Op_${'x'.repeat(43)}`, `sk_test_${'x'.repeat(31)}`, ''];
  for (const list of Object.values(callers)) {
    for (const key of wrong) list.push({ name: `the key ${String(key)}`, key, role: null });
  }
}

/** Ids that nothing has, and never had. */
const NOWHERE: Readonly<Record<string, string>> = {
  merchantId: newId('merchant'),
  operatorId: newId('operator'),
  keyId: newId('apiKey'),
  paymentId: newId('payment'),
  eventId: newId('event'),
  shortcode: '600999',
};

function ask(
  contract: ContractShape,
  key: string | null,
  { body = '{', ids = NOWHERE }: { body?: string; ids?: Readonly<Record<string, string>> } = {},
): Promise<RawAnswer> {
  const { urls } = system;
  const path = contract.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? name);
  return sendRaw(path.startsWith('/admin') ? urls.operations : urls.api, {
    method: contract.method.toUpperCase(),
    path,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(contract.body && { 'content-type': 'application/json' }),
    },
    ...(contract.body && { body }),
  });
}

/** What a refusal says, without the name of this very request. */
function told({ status, headers, text }: RawAnswer): unknown {
  const body = { ...(JSON.parse(text) as object), requestId: null };
  return { status, challenge: headers['www-authenticate'], body };
}

/** What a caller who is let in meets: a body that is not JSON, or a thing that never was. */
function letIn(contract: ContractShape): number {
  if (contract.body) return 400;
  return contract.params ? 404 : 200;
}

const tables: readonly (readonly [string, AccessTable, string])[] = [
  ['public', PUBLIC_ACCESS, `sk_test_${'x'.repeat(43)}`],
  ['admin', ADMIN_ACCESS, `op_${'x'.repeat(43)}`],
];

const rows = tables.flatMap(([, table, unknownKey]) =>
  table.contracts.map((contract) => [contract.operationId, contract, table, unknownKey] as const),
);

// Guarantees that each key may do what docs/generated/access.md says and nothing else (A86, A60).
it.each(rows)('%s lets in exactly whom it declares', async (_id, contract, table, unknownKey) => {
  const before = await digester.take();
  const may = rolesThatMay(table, contract) as readonly string[];
  const unknown = contract.role === null ? null : told(await ask(contract, unknownKey));
  if (unknown !== null) expect(unknown).toMatchObject({ status: 401, challenge: 'Bearer' });
  await forEach(callers[table.kind], async ({ name, key, role }) => {
    const answer = await ask(contract, key);
    if (contract.role === null || (role !== null && may.includes(role))) {
      expect([name, answer.status]).toEqual([name, letIn(contract)]);
    } else if (role === null) {
      expect([name, told(answer)]).toEqual([name, unknown]);
    } else {
      const body = { code: 'forbidden', field: 'Authorization' };
      expect([name, told(answer)]).toMatchObject([name, { status: 403, body }]);
    }
  });
  expect(await digester.take()).toEqual(before);
});

const ofOneThing = PUBLIC_ACCESS.contracts.filter(({ params }) => params);
const lists = PUBLIC_ACCESS.contracts.filter(
  ({ params, role, path }) => !params && role === 'read' && !path.endsWith('/resend'),
);

// Guarantees that nobody learns whether another merchant has such a thing (A15, A86).
it.each(ofOneThing.map((contract) => [contract.operationId, contract] as const))(
  '%s takes what is another merchant’s for what never was',
  async (_id, contract) => {
    const before = await digester.take();
    const theirs = told(await ask(contract, strangerKey, { ids: { paymentId, eventId } }));
    const none = told(await ask(contract, strangerKey));
    expect(none).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(theirs).toEqual(none);
    expect(await digester.take()).toEqual(before);
  },
);

it.each(lists.map((contract) => [contract.operationId, contract] as const))(
  '%s shows nothing of another merchant',
  async (_id, contract) => {
    const own = await ask(contract, system.merchant.apiKey, { body: '{}' });
    expect((JSON.parse(own.text) as { data: unknown[] }).data).not.toEqual([]);
    const other = await ask(contract, strangerKey, { body: '{}' });
    expect(JSON.parse(other.text)).toMatchObject({ data: [], nextCursor: null });
  },
);
