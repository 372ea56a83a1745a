import { cancelStored } from '../../../api/public/payments/cancel/cancelStored';
import type { MerchantId, PaymentId } from '../../../domain/values/ids';
import type { Store } from '../../../store/store';
import { openPushYard, type Pusher, type PushYard } from '../../kit/pushers';

/*
 * The cancel and the push by themselves, many at once on two processes' stores: both write by
 * compare-and-set, so one of the two must win, whatever the order of their reads and writes.
 */
const ROUNDS = 40;
const report = { paymentReached: () => undefined };

let yard: PushYard;
let worker: Pusher;
let api: Pusher;

beforeAll(async () => {
  yard = await openPushYard();
  worker = await yard.pusher();
  api = await yard.pusher();
});
beforeEach(() => yard.newPushes());
afterAll(() => yard.close());

async function merchantOf(paymentId: PaymentId): Promise<MerchantId> {
  const payment = await yard.test.store.payments.find(paymentId);
  if (payment === null) throw new Error(`Payment ${paymentId} is gone.`);
  return payment.merchantId;
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

// Guarantees that no payment is both cancelled and prompted, by Safaricom's own count (M2, M5).
it('either cancels or prompts, however many of both race', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { paymentId } = await yard.payment();
    const merchantId = await merchantOf(paymentId);
    const deps = { store: api.deps.store, report } as never;
    const cancels = Array.from({ length: 4 }, async (_unused, index) => {
      await turns(((round * 3) % 40) + index * 5);
      return cancelStored(deps, { merchantId, paymentId });
    });
    const prompts = Array.from({ length: 2 }, async (_unused, index) => {
      await turns(index * 7);
      return worker.activities.promptCustomer({ paymentId });
    });
    const answers = (await Promise.all(cancels)).map((answer) => answer?.kind ?? 'absent');
    await Promise.all(prompts);
    const { state, failureCode, events } = (await yard.test.store.payments.find(paymentId)) ?? {};
    const pushes = await yard.newPushes();
    const isCancelled = failureCode === 'cancelled_by_merchant';
    const told = `round ${round}: ${answers.join(', ')}`;
    expect([told, pushes]).toEqual([told, isCancelled ? 0 : 1]);
    const failed = events?.filter(({ type }) => type === 'payment.failed');
    expect([told, failed?.length]).toEqual([told, isCancelled ? 1 : 0]);
    expect(state === 'failed').toBe(isCancelled);
    const counts = answers.map((kind) => kind === 'cancelled').filter(Boolean).length;
    expect([told, counts]).toEqual([told, isCancelled ? 1 : 0]);
    expect(answers.every((kind) => kind === 'already_prompted')).toBe(!isCancelled);
  }
});

/** The store as it is, but that something else is done just before the first write of a payment. */
function beforeTheWrite(store: Store, first: () => Promise<unknown>): Store {
  let isDone = false;
  const payments = new Proxy(store.payments, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const method = value.bind(target) as (...given: unknown[]) => unknown;
      if (name !== 'replace' || isDone) return method;
      return async (...given: unknown[]) => {
        isDone = true;
        await first();
        return method(...given);
      };
    },
  });
  return { ...store, payments };
}

// Guarantees the same for the two narrowest moments: between the other one's look and its write.
it('prompts nobody when the cancel comes between the look of the push and its write', async () => {
  const { paymentId } = await yard.payment();
  const merchantId = await merchantOf(paymentId);
  const asked = { merchantId, paymentId };
  const cancel = () => cancelStored({ store: api.deps.store, report } as never, asked);
  const store = beforeTheWrite(worker.deps.store as Store, cancel);
  await worker.with({ store }).promptCustomer({ paymentId });
  expect(await yard.newPushes()).toBe(0);
  expect(await yard.test.store.payments.find(paymentId)).toMatchObject({
    state: 'failed',
    failureCode: 'cancelled_by_merchant',
    push: null,
  });
});

it('cancels nothing when the push comes between the look of the cancel and its write', async () => {
  const { paymentId } = await yard.payment();
  const merchantId = await merchantOf(paymentId);
  const prompt = () => worker.activities.promptCustomer({ paymentId });
  const store = beforeTheWrite(api.deps.store as Store, prompt);
  const answer = await cancelStored({ store, report } as never, { merchantId, paymentId });
  expect(answer).toEqual({ kind: 'already_prompted' });
  expect(await yard.newPushes()).toBe(1);
  const payment = await yard.test.store.payments.find(paymentId);
  expect(payment).toMatchObject({ state: 'awaiting_customer', failureCode: null });
});
