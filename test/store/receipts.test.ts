import { reservePush, applyPushResult } from '../../domain/payment/push';
import { decidePayment } from '../../domain/payment/decide';
import type { Payment } from '../../domain/payment/payment';
import { PAYMENT_TIMING } from '../../domain/payment/timing';
import type { AmountCents } from '../../domain/values/money';
import type { Receipt } from '../../domain/values/receipt';
import { newId } from '../../crypto/newId';
import { sha256 } from '../../crypto/sha256';
import {
  compareAndSet,
  duplicateIndex,
  type RecordCollection,
} from '../../store/mongo/compareAndSet';
import { openStore, type Store } from '../../store/store';
import { createKeyring } from '../../wiring/store';
import { freshPayment, openTestStore, type TestStore } from '../kit/testStore';
import { SeededRandom } from '../../simulator/seededRandom';

const host = { sha256, newId };
const random = new SeededRandom(Number(process.env['RACE_SEED'] ?? Date.now() % 2 ** 31));
const ROUNDS = 40;

let test: TestStore;
/** The same database over a second connection, as another process has it. */
let other: Store;
let records: RecordCollection;

beforeAll(async () => {
  process.stdout.write(`RACE_SEED=${random.seed}\n`);
  test = await openTestStore();
  const { MONGODB_URI: uri, MONGODB_DATABASE: database } = test.config;
  other = await openStore({ uri, database, maxPoolSize: 5 }, createKeyring(test.config));
  records = test.raw.collection('moneyRecords') as unknown as RecordCollection;
});
afterAll(async () => {
  await other.close();
  await test.close();
});

function now() {
  return { nowMs: Date.now(), host };
}

/** A payment whose prompt is on the phone. */
async function promptedPayment(): Promise<Payment> {
  const created = freshPayment();
  const { payments } = test.store;
  await payments.insert(created);
  const reserved = reservePush(created.payment, sha256(newId('request')), now());
  await payments.replace(created.payment, reserved);
  const held = { ...reserved, version: created.payment.version + 1 };
  const checkoutRequestId = `ws_CO_${newId('request')}`;
  const accepted = { kind: 'accepted', checkoutRequestId, merchantRequestId: null } as const;
  const fence = reserved.push?.callbackTokenHash ?? '';
  const after = applyPushResult(held, fence, accepted, now());
  await payments.replace(held, after);
  return { ...after, version: held.version + 1 };
}

function paidBy(payment: Payment, receipt: string): Payment {
  const row = {
    evidenceId: newId('evidence'),
    atMs: Date.now(),
    kind: 'pull_row',
    receipt: receipt as Receipt,
    amountCents: (payment.amountKes * 100) as AmountCents,
    shortcode: payment.shortcode,
  } as const;
  const context = {
    timing: PAYMENT_TIMING,
    corroborateAboveKes: 0,
    canAskStatus: false,
    receiptTaken: false,
  };
  return decidePayment(payment, [row], context, now()).payment;
}

/** A second kind of aggregate, as a paybill credit will be: no push, no reference, one receipt. */
async function emptyCredit(): Promise<{ id: string; version: number }> {
  const id = `credit_${newId('request')}`;
  await records.insertOne({ _id: id, kind: 'credit', receipt: null, version: 1 } as never);
  return { id, version: 1 };
}

/** One that is written with its receipt at once, as a confirmation brings it. */
async function insertCredit(receipt: string): Promise<string> {
  try {
    const _id = `credit_${newId('request')}`;
    await records.insertOne({ _id, kind: 'credit', receipt, version: 1 } as never);
    return 'stored';
  } catch (error) {
    return duplicateIndex(error) === 'receipt' ? 'receipt_taken' : String(error);
  }
}

async function creditTakes(credit: { id: string; version: number }, receipt: string) {
  const result = await compareAndSet(records, credit, { receipt });
  const isTaken = result.kind === 'duplicate' && result.index === 'receipt';
  return isTaken ? 'receipt_taken' : result.kind;
}

/** Who is first to send differs from round to round. */
function shuffled<T>(round: number, list: readonly T[]): T[] {
  const keyed = list.map((item, index) => ({ item, key: random.digits(`${round}.${index}`, 9) }));
  return keyed.sort((a, b) => a.key.localeCompare(b.key)).map(({ item }) => item);
}

function holdersOf(receipt: string) {
  return records.find({ receipt } as never).toArray();
}

// Guarantees one credit per receipt across aggregates: payments and a second kind of document that
// race for a receipt from two connections leave one holder, and every loser is told so.
it('lets one of all kinds of documents hold a receipt', async () => {
  const wonBy = new Set<unknown>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const receipt = `UKR${String(round).padStart(7, '0')}`;
    const first = await promptedPayment();
    const second = await promptedPayment();
    const credit = await emptyCredit();
    const racers = shuffled(round, [
      () => test.store.payments.replace(first, paidBy(first, receipt)),
      () => other.payments.replace(second, paidBy(second, receipt)),
      () => creditTakes(credit, receipt),
      () => insertCredit(receipt),
    ]);
    const results = await Promise.all(racers.map((race) => race()));
    expect(results.sort()).toEqual([...Array<string>(3).fill('receipt_taken'), 'stored']);
    const holders = await holdersOf(receipt);
    expect(holders).toHaveLength(1);
    wonBy.add((holders[0] as { kind?: unknown } | undefined)?.kind);
    await expectNothingLost([first, second], receipt);
  }
  expect(wonBy).toEqual(new Set(['payment', 'credit']));
});

/** The winner is decided, and a loser is exactly as it was: it may be proved by another receipt. */
async function expectNothingLost(payments: readonly Payment[], receipt: string): Promise<void> {
  for (const payment of payments) {
    const found = await other.payments.find(payment.paymentId);
    if (found?.receipt === receipt) {
      expect(found).toMatchObject({ state: 'succeeded', version: payment.version + 1 });
    } else {
      expect(found).toEqual(payment);
    }
  }
}

// Guarantees that a receipt is spent for good: its payment is decided and told, and nobody else may
// hold it afterwards.
it('keeps a receipt on a decided payment', async () => {
  const receipt = 'UKN4A1B2Z9';
  const payment = await promptedPayment();
  const paid = paidBy(payment, receipt);
  expect(await test.store.payments.replace(payment, paid)).toBe('stored');
  const [event] = paid.events;
  if (!event) throw new Error('The payment announces nothing.');
  const owner = { kind: 'payment', id: payment.paymentId } as const;
  await test.store.events.mark({ owner, eventId: event.eventId }, 'delivered', Date.now());
  const late = await promptedPayment();
  expect(await other.payments.replace(late, paidBy(late, receipt))).toBe('receipt_taken');
  expect(await insertCredit(receipt)).toBe('receipt_taken');
  expect(await creditTakes(await emptyCredit(), receipt)).toBe('receipt_taken');
  expect(await holdersOf(receipt)).toMatchObject([{ _id: payment.paymentId, kind: 'payment' }]);
});

// Guarantees that a document without a receipt keeps no other from being stored.
it('lets any number of documents be without a receipt', async () => {
  await Promise.all(Array.from({ length: 5 }, emptyCredit));
  expect(await creditTakes(await emptyCredit(), 'UKN4A1B2Z8')).toBe('stored');
});
