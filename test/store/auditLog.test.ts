import type { AuditDraft } from '../../domain/audit/auditEntry';
import { newId } from '../../crypto/newId';
import { openTestStore, type TestStore } from '../kit/testStore';

let test: TestStore;

beforeEach(async () => {
  test = await openTestStore();
});
afterEach(() => test.close());

function draft(why = 'A test.'): AuditDraft {
  return {
    who: { operatorId: newId('operator'), keyId: newId('apiKey'), name: 'Amina' },
    action: 'merchants.create',
    subject: { kind: 'merchant', id: newId('merchant') },
    detail: { name: 'Duka' },
    why,
  };
}

async function write(count: number) {
  for (let n = 1; n <= count; n += 1) await test.store.auditLog.append(draft(`Reason ${n}.`));
}

const entries = () => test.raw.collection('auditEntries');

// Guarantees that two who append at once both have their entry, in one chain (A64).
it('keeps every one of many entries that race', async () => {
  const racing = Array.from({ length: 12 }, (_, n) => test.store.auditLog.append(draft(`No ${n}`)));
  const written = await Promise.all(racing);
  const numbers = written.map(({ seq }) => seq).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
  expect(await test.store.auditLog.verify()).toMatchObject({ entries: 12, fault: null });
});

it('is whole when it is empty, and gives the latest first', async () => {
  expect(await test.store.auditLog.verify()).toEqual({ entries: 0, head: '', fault: null });
  await write(3);
  const latest = await test.store.auditLog.latest({ limit: 2, before: null });
  expect(latest.map(({ seq }) => seq)).toEqual([3, 2]);
  expect((await test.store.auditLog.latest({ limit: 9, before: 2 })).map((e) => e.seq)).toEqual([
    1,
  ]);
  expect(await test.store.auditLog.verify()).toMatchObject({ head: latest[0]?.hash });
});

// Guarantees that whatever is done to a past entry is found, and where (A64).
it.each([
  ['another reason', { $set: { why: 'Another.' } }, 'entry 2 was altered'],
  ['another operator', { $set: { 'who.name': 'Baraka' } }, 'entry 2 was altered'],
  ['another time', { $set: { at: '2020-01-01T00:00:00.000Z' } }, 'entry 2 was altered'],
  ['more detail', { $set: { 'detail.more': 1 } }, 'entry 2 was altered'],
  ['no reason', { $unset: { why: 1 } }, 'entry 2 was altered'],
  ['another number', { $set: { seq: 7 } }, 'entry 2 is missing'],
])('finds an entry with %s', async (_what, change, fault) => {
  await write(3);
  await entries().updateOne({ seq: 2 }, change);
  expect(await test.store.auditLog.verify()).toMatchObject({ entries: 1, fault });
});

it('finds an entry that is gone, and one that was put in its place', async () => {
  await write(3);
  const second = await entries().findOne({ seq: 2 });
  await entries().deleteOne({ seq: 2 });
  expect(await test.store.auditLog.verify()).toMatchObject({ fault: 'entry 2 is missing' });
  const [first] = await test.store.auditLog.latest({ limit: 1, before: 2 });
  await entries().insertOne({ ...second, previousHash: first?.previousHash ?? '' });
  const { fault } = await test.store.auditLog.verify();
  expect(fault).toBe('entry 2 does not follow the one before it');
});

// Guarantees that no change is without its entry: it is there before the change begins (A64).
it('writes before it changes, and says that a change failed', async () => {
  const order = draft();
  const seen = await test.store.auditLog.record(order, () => entries().countDocuments());
  expect(seen).toBe(1);
  const failing = test.store.auditLog.record(order, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  const [last, before] = await test.store.auditLog.latest({ limit: 2, before: null });
  expect([before?.action, last?.action]).toEqual(['merchants.create', 'merchants.create.failed']);
  expect(last?.detail).toEqual({ entry: 2 });
});
