import { newId } from '../../crypto/newId';
import { sha256 } from '../../crypto/sha256';
import type { ApiKeyId } from '../../domain/values/ids';
import type { ListedKey, NewKey } from '../../store/keys/keyRecord';
import { openTestStore, type TestStore } from '../kit/testStore';

let test: TestStore;

beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const ofMerchant = (): NewKey => ({
  kind: 'merchant',
  merchantId: newId('merchant'),
  mode: 'live',
  roles: ['read', 'pay'],
});

async function found(keyId: ApiKeyId): Promise<ListedKey> {
  const key = await test.store.apiKeys.find(keyId);
  if (key === null) throw new Error('The key is gone.');
  return key;
}

const raw = () => test.raw.collection<{ _id: string }>('apiKeys');

// Guarantees that who reads the database cannot call in anybody's name (M15).
it('stores a key as a hash, its prefix and its last four characters', async () => {
  const { keyId, text } = await test.store.apiKeys.create(ofMerchant());
  expect(text.expose()).toMatch(/^sk_live_[A-Za-z0-9]{43}$/);
  const row = await raw().findOne({ _id: keyId });
  expect(JSON.stringify(row)).not.toContain(text.expose().slice(8, 30));
  expect(row).toMatchObject({ hash: sha256(text.expose()) });
  expect((await found(keyId)).hint).toBe(`sk_live_…${text.expose().slice(-4)}`);
});

it('knows who calls with a key of a merchant, and in which mode', async () => {
  const key = ofMerchant();
  const { keyId, text } = await test.store.apiKeys.create(key);
  expect(await test.store.apiKeys.authenticate(text)).toEqual({ ...key, keyId });
});

it('knows an operator until the operator is revoked', async () => {
  const operatorId = newId('operator');
  const { keyId, text } = await test.store.apiKeys.create({ kind: 'operator', operatorId });
  expect(text.expose()).toMatch(/^op_[A-Za-z0-9]{43}$/);
  // A key whose operator was never made opens nothing.
  expect(await test.store.apiKeys.authenticate(text)).toBeNull();
  await test.store.operators.add({ operatorId, name: 'Amina', roles: ['support'] });
  const principal = { kind: 'operator', keyId, operatorId, name: 'Amina', roles: ['support'] };
  expect(await test.store.apiKeys.authenticate(text)).toEqual(principal);
  await test.store.operators.revoke(operatorId);
  expect(await test.store.apiKeys.authenticate(text)).toBeNull();
});

// Guarantees that a revoked or an expired key is refused at once (A63).
it('refuses a key that is revoked, and one that has ended', async () => {
  const { keyId, text } = await test.store.apiKeys.create(ofMerchant());
  await test.store.apiKeys.revoke(keyId);
  expect(await test.store.apiKeys.authenticate(text)).toBeNull();
  const other = await test.store.apiKeys.create(ofMerchant());
  await raw().updateOne({ _id: other.keyId }, { $set: { expiresAt: new Date(Date.now() - 1) } });
  expect(await test.store.apiKeys.authenticate(other.text)).toBeNull();
});

// Guarantees that a key can be replaced while its holder goes on working (A63).
it('rotates with an overlap, or with none', async () => {
  const key = ofMerchant();
  const first = await test.store.apiKeys.create(key);
  const end = new Date(Date.now() + 60_000);
  const second = await test.store.apiKeys.rotate(await found(first.keyId), end, newId('apiKey'));
  if (second === null) throw new Error('Not rotated.');
  expect(await test.store.apiKeys.authenticate(first.text)).not.toBeNull();
  const principal = await test.store.apiKeys.authenticate(second.text);
  expect(principal).toEqual({ ...key, keyId: second.keyId });
  expect(await found(first.keyId)).toMatchObject({ expiresAt: end, replacedBy: second.keyId });
  const now = new Date();
  const third = await test.store.apiKeys.rotate(await found(second.keyId), now, newId('apiKey'));
  expect(await test.store.apiKeys.authenticate(second.text)).toBeNull();
  if (third === null) throw new Error('Not rotated.');
  expect(await test.store.apiKeys.authenticate(third.text)).not.toBeNull();
});

it('lets one of two rotations that race make a key', async () => {
  const key = ofMerchant();
  const { keyId } = await test.store.apiKeys.create(key);
  const listed = await found(keyId);
  const end = new Date(Date.now() + 60_000);
  const rotate = () => test.store.apiKeys.rotate(listed, end, newId('apiKey'));
  const made = await Promise.all([rotate(), rotate(), rotate()]);
  const usable = made.filter((one) => one !== null);
  expect(usable).toHaveLength(1);
  const owner = { kind: 'merchant', merchantId: key.kind === 'merchant' ? key.merchantId : '' };
  const all = await test.store.apiKeys.list({ after: null, limit: 10 }, owner);
  expect(all.filter(({ revokedAt }) => revokedAt === null)).toHaveLength(2);
});

it('does not rotate a key that is revoked', async () => {
  const { keyId } = await test.store.apiKeys.create(ofMerchant());
  await test.store.apiKeys.revoke(keyId);
  const listed = await found(keyId);
  expect(await test.store.apiKeys.rotate(listed, new Date(), newId('apiKey'))).toBeNull();
});

// Guarantees that knowing when a key was used costs its caller nothing.
it('notes the last use without a write of its own for each', async () => {
  const { keyId, text } = await test.store.apiKeys.create(ofMerchant());
  for (let n = 0; n < 3; n += 1) await test.store.apiKeys.authenticate(text);
  expect((await found(keyId)).lastUsedAt).toBeNull();
  await test.store.apiKeys.flushUses();
  const usedMsAgo = Date.now() - ((await found(keyId)).lastUsedAt?.getTime() ?? 0);
  expect(usedMsAgo).toBeLessThan(60_000);
});

it('gives keys page by page', async () => {
  const key = ofMerchant();
  const owner = { merchantId: key.kind === 'merchant' ? key.merchantId : '' };
  for (let n = 0; n < 3; n += 1) await test.store.apiKeys.create(key);
  const page = await test.store.apiKeys.list({ after: null, limit: 2 }, owner);
  const after = page.at(-1)?.keyId ?? null;
  const rest = await test.store.apiKeys.list({ after, limit: 2 }, owner);
  expect([page.length, rest.length]).toEqual([2, 1]);
});
