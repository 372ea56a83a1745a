import type { RecordCollection } from '../../store/mongo/compareAndSet';
import { PAYMENT_STATES } from '../../domain/payment/state';
import { freshPayment, openTestStore, type TestStore } from '../kit/testStore';

let test: TestStore;
let records: RecordCollection;

beforeAll(async () => {
  test = await openTestStore();
  records = test.raw.collection('moneyRecords') as unknown as RecordCollection;
});
afterAll(() => test.close());

async function stored(fields: Record<string, unknown>): Promise<string> {
  const created = freshPayment();
  await test.store.payments.insert(created);
  const { paymentId } = created.payment;
  await records.updateOne({ _id: paymentId }, { $set: fields });
  return paymentId;
}

// Guarantees that no payment about which anything is left to do is passed over, and that the many
// that are done cost nothing: those that evidence contradicts are still asked about, and a merchant
// who was not told must be.
it('lists what is open, contradicted or untold, oldest first, and nothing else', async () => {
  const expected: string[] = [];
  for (const state of PAYMENT_STATES) {
    const id = await stored({ state });
    if (state !== 'succeeded' && state !== 'failed') expected.push(id);
    expected.push(await stored({ state, needsAttention: true }));
    expected.push(
      await stored({ state, events: [{ status: 'delivered' }, { status: 'pending' }] }),
    );
    await stored({ state: 'failed', events: [{ status: 'delivered' }, { status: 'parked' }] });
  }
  await records.insertOne({ _id: 'credit_1', kind: 'credit', state: 'created' } as never);
  const listed: string[] = [];
  for await (const id of test.store.payments.unfinished()) listed.push(id);
  expect(listed).toEqual(expected);
  expect(listed).toEqual([...listed].sort());
});
