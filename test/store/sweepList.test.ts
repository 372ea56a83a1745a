import { newId } from '../../crypto/newId';
import { sha256 } from '../../crypto/sha256';
import { reservePush } from '../../domain/payment/push';
import type { Payment } from '../../domain/payment/payment';
import { createIndexes } from '../../store/mongo/indexes';
import { migrate } from '../../store/mongo/migrations';
import { whatIsSwept } from '../../store/mongo/migrations/0003-what-is-swept';
import { freshPayment, openTestStore, type TestStore } from '../kit/testStore';

let test: TestStore;

beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const HOUR_MS = 3_600_000;

async function inserted(): Promise<Payment> {
  const created = freshPayment();
  await test.store.payments.insert(created);
  return created.payment;
}

async function dueIds(atMs: number): Promise<readonly string[]> {
  const due = await test.store.sweepList.due(atMs, 1_000);
  return due.map(({ paymentId }) => paymentId);
}

// Guarantees that a payment whose start was lost is found while its customer is still there.
it('lists a new payment half a minute after it was made', async () => {
  const { paymentId, createdAtMs } = await inserted();
  expect(await dueIds(createdAtMs + 29_000)).not.toContain(paymentId);
  expect(await dueIds(createdAtMs + 31_000)).toContain(paymentId);
});

it('lists an open payment later, once its prompt is on its way', async () => {
  const payment = await inserted();
  const acting = { nowMs: Date.now(), host: { sha256, newId } };
  const reserved = reservePush(payment, sha256(newId('request')), acting);
  await test.store.payments.replace(payment, reserved);
  const nowMs = Date.now();
  expect(await dueIds(nowMs + 60_000)).not.toContain(payment.paymentId);
  expect(await dueIds(nowMs + 301_000)).toContain(payment.paymentId);
});

// Guarantees that what came while the sweeper looked is not forgotten by its own note.
it('does not put off what was noted after it looked', async () => {
  const { paymentId } = await inserted();
  const [due] = (await test.store.sweepList.due(Date.now() + HOUR_MS, 1_000)).filter(
    (one) => one.paymentId === paymentId,
  );
  if (due === undefined) throw new Error('not listed');
  await test.store.sweepList.lookInInboxAt(paymentId, 1);
  await test.store.sweepList.postpone(due, null);
  const [still] = (await test.store.sweepList.due(2, 1_000)).filter(
    (one) => one.paymentId === paymentId,
  );
  expect(still?.isUnheard).toBe(true);
});

// Guarantees that a healthy system's sweep reads nothing, however many payments there are.
it('reads only what is due', async () => {
  for (let i = 0; i < 20; i += 1) await inserted();
  const plan = await test.raw
    .collection('moneyRecords')
    .find({ sweepAt: { $lte: new Date(0) }, kind: 'payment' })
    .hint('sweep_due')
    .explain('executionStats');
  const stats = (plan as { executionStats?: { totalDocsExamined?: number } }).executionStats;
  expect(stats?.totalDocsExamined).toBe(0);
});

// Guarantees that payments of the release before are looked after too.
it('gives unfinished payments of the release before their time', async () => {
  const { paymentId } = await inserted();
  const done = await inserted();
  const records = test.raw.collection<{ _id: string }>('moneyRecords');
  await records.updateMany({}, { $unset: { sweepAt: true } });
  await records.updateOne({ _id: done.paymentId }, { $set: { state: 'failed', open: false } });
  await test.raw.collection('schemaVersion').updateOne({}, { $set: { version: 2 } });
  await migrate(test.raw, () => undefined, [whatIsSwept]);
  await createIndexes(test.raw);
  const ids = await dueIds(Date.now());
  expect(ids).toContain(paymentId);
  expect(ids).not.toContain(done.paymentId);
});
