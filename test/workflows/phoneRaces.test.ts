import type { PaymentId } from '../../domain/values/ids';
import type { Payment } from '../../domain/payment/payment';
import { openPushYard, type Pusher, type PushYard } from '../kit/pushers';
import { until } from '../kit/until';

/* The push activity by itself, for several payments that want one phone. No workflow runs here. */

const HOUR_MS = 3_600_000;
const ROUNDS = 10;

let yard: PushYard;
let one: Pusher;
let other: Pusher;

beforeAll(async () => {
  yard = await openPushYard();
  one = await yard.pusher();
  other = await yard.pusher();
});
beforeEach(() => yard.newPushes());
afterAll(() => yard.close());

async function stored(paymentId: PaymentId): Promise<Payment> {
  const payment = await yard.test.store.payments.find(paymentId);
  if (!payment) throw new Error(`Payment ${paymentId} is gone.`);
  return payment;
}

/** The same thing but for some of its members. */
function exchanging<T extends object>(thing: T, members: Partial<T>): T {
  return new Proxy(thing, {
    get(_target, name) {
      if (name in members) return Reflect.get(members, name) as unknown;
      const member: unknown = Reflect.get(thing, name);
      return typeof member === 'function' ? (member.bind(thing) as unknown) : member;
    },
  });
}

async function untilReserved(paymentId: PaymentId): Promise<void> {
  const isReserved = async () => (await stored(paymentId)).state === 'prompting';
  await until('the reservation', isReserved);
}

/** A worker that is killed after it reserved the push and before anything leaves. */
async function reservedAndKilled(paymentId: PaymentId): Promise<void> {
  const { daraja } = one.deps;
  const stkPush = () => new Promise<never>(() => undefined);
  void one.with({ daraja: { ...daraja, stkPush } }).promptCustomer({ paymentId });
  await untilReserved(paymentId);
}

// Guarantees that of payments which race for one phone a single one prompts, whatever workers they
// are on, and that the others have reserved nothing and can be cancelled (M18).
it('prompts for one of several payments that want the same phone at once', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { paymentId: first, phone } = await yard.payment();
    const rest = await Promise.all([yard.payment({ phone }), yard.payment({ phone })]);
    const ids = [first, ...rest.map(({ paymentId }) => paymentId)];
    await Promise.all(
      ids.map((paymentId, index) =>
        (index % 2 === 0 ? one : other).activities.promptCustomer({ paymentId }),
      ),
    );
    expect(await yard.newPushes()).toBe(1);
    const payments = await Promise.all(ids.map(stored));
    expect(payments.filter(({ holdsPhone }) => holdsPhone)).toHaveLength(1);
    const waiting = payments.filter(({ state }) => state === 'created');
    expect(waiting).toHaveLength(2);
    for (const { push, phoneWaitUntilMs, createdAtMs } of waiting) {
      expect(push).toBeNull();
      expect(phoneWaitUntilMs).toBeGreaterThanOrEqual(createdAtMs + 60_000);
    }
  }
});

// Guarantees that a phone is not lost with the worker that took it: it is free as soon as no
// prompt can be on it, and not before (M18, F27).
it('gives the phone of a killed worker away once no prompt can be on it', async () => {
  const { paymentId: killed, phone } = await yard.payment();
  await reservedAndKilled(killed);
  const promptBeforeAtMs = Date.now() + HOUR_MS;
  const { paymentId } = await yard.payment({ phone, promptBeforeAtMs });
  const overAtMs = (await stored(killed)).promptBeforeAtMs + one.deps.timing.promptLifeMs;
  const early = other.with({ nowMs: () => overAtMs - 1 });
  await early.promptCustomer({ paymentId });
  expect(await stored(paymentId)).toMatchObject({ state: 'created', push: null });
  expect(await stored(killed)).toMatchObject({ holdsPhone: true });
  const late = other.with({ nowMs: () => overAtMs });
  const freed = await late.promptCustomer({ paymentId });
  expect(freed).toMatchObject({ kind: 'progress', progress: { promptAgainAtMs: overAtMs } });
  await late.promptCustomer({ paymentId });
  expect(await stored(paymentId)).toMatchObject({ state: 'awaiting_customer', holdsPhone: true });
  expect(await stored(killed)).toMatchObject({ state: 'prompting', holdsPhone: false });
  expect(await yard.newPushes()).toBe(1);
});

// Guarantees that a database which fails between the reservation and the push costs nobody a
// payment whose outcome is unknown: nothing has left, and it is tried again (F39).
it('pushes later when the earlier prompts on the phone cannot be counted', async () => {
  const { paymentId } = await yard.payment();
  const promptsOnPhone = () => Promise.reject(new Error('The database is away.'));
  const store = exchanging(one.deps.store, {
    payments: exchanging(one.deps.store.payments, { promptsOnPhone }),
  });
  const result = await one.with({ store }).promptCustomer({ paymentId });
  expect(result).toMatchObject({ kind: 'progress', progress: { state: 'created' } });
  expect(await stored(paymentId)).toMatchObject({
    push: { status: 'not_sent' },
    holdsPhone: false,
  });
  expect(await yard.newPushes()).toBe(0);
  await one.activities.promptCustomer({ paymentId });
  expect(await stored(paymentId)).toMatchObject({ state: 'awaiting_customer' });
});

// Guarantees that a cancel which comes between the look at the phone and the note of the wait
// stands, and that the payment prompts nobody (M2).
it('leaves a payment as it is that was cancelled while it began to wait', async () => {
  const { paymentId: holder, phone } = await yard.payment();
  await one.activities.promptCustomer({ paymentId: holder });
  const { paymentId } = await yard.payment({ phone });
  const { payments } = other.deps.store;
  const findHolder = async (phoneHash: string) => {
    const before = await stored(paymentId);
    await payments.replace(before, { ...before, state: 'failed', failureCode: 'internal_fault' });
    return payments.findHolder(phoneHash);
  };
  const slow = exchanging(payments, { findHolder });
  const store = exchanging(other.deps.store, { payments: slow });
  const result = await other.with({ store }).promptCustomer({ paymentId });
  expect(result).toMatchObject({ kind: 'progress', progress: { state: 'failed' } });
  expect(await stored(paymentId)).toMatchObject({ phoneWaitUntilMs: null, push: null });
  expect(await yard.newPushes()).toBe(1);
});
