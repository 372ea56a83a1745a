import { PAYMENT_MACHINE } from '../../domain/payment/state';
import type { Activities } from '../../activities';
import { historyFault } from '../../domain/machine/history';
import type { PaymentId } from '../../domain/values/ids';
import type { Payment } from '../../domain/payment/payment';
import { sha256 } from '../../crypto/sha256';
import { openPushYard, type Pusher, type PushYard } from '../kit/pushers';
import { openTcpProxy, type TcpProxy } from '../kit/tcpProxy';
import { until } from '../kit/until';

/*
 * The push activity by itself, as the engine would run it when it errs: twice at once, on two
 * workers, on one that was frozen or is late. No workflow runs here: the reservation must hold.
 */
const ROUNDS = 20;
const SEED = Number(process.env['RACE_SEED'] ?? Date.now() % 2 ** 31);

let yard: PushYard;
let one: Pusher;
let other: Pusher;
let frozen: Pusher;
let wire: TcpProxy;

beforeAll(async () => {
  yard = await openPushYard();
  const port = Number(new URL(yard.test.config.MONGODB_URI.expose()).port);
  wire = await openTcpProxy(port);
  one = await yard.pusher();
  other = await yard.pusher();
  frozen = await yard.pusher(`mongodb://127.0.0.1:${wire.port}/?directConnection=true`);
});
beforeEach(() => yard.newPushes());
afterEach(() => wire.restore());
afterAll(async () => {
  await yard.close();
  await wire.close();
});

async function stored(paymentId: PaymentId): Promise<Payment> {
  const payment = await yard.test.store.payments.find(paymentId);
  if (!payment) throw new Error(`Payment ${paymentId} is gone.`);
  expect(historyFault(PAYMENT_MACHINE, { ...payment, id: paymentId }, sha256)).toBeNull();
  return payment;
}

function reservationsIn({ history }: Payment): number {
  return history.filter(({ step }) => step === 'push_reserved').length;
}

/** A small seeded generator (mulberry32): the same seed, the same rounds. */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

// Guarantees that however often the engine hands out one push at once, the customer is prompted
// once, and the payment ends with the handle of that prompt (F29, M2). RACE_SEED=… repeats a run.
it('prompts once when the same push runs several times at once', async () => {
  process.stdout.write(`race seed ${SEED}\n`);
  const random = seeded(SEED);
  for (let round = 0; round < ROUNDS; round += 1) {
    const { paymentId } = await yard.payment();
    const runs = Array.from({ length: 2 + random(3) }, (_unused, index) => ({
      worker: index < 2 ? [one, other][index] : [one, other][random(2)],
      delay: random(12),
    }));
    const outcomes = await Promise.all(
      runs.map(async ({ worker, delay }) => {
        await turns(delay);
        return worker?.activities.promptCustomer({ paymentId });
      }),
    );
    const told = `round ${round} of seed ${SEED}`;
    expect([told, await yard.newPushes()]).toEqual([told, 1]);
    expect(outcomes.map((outcome) => outcome?.kind)).toEqual(runs.map(() => 'progress'));
    const payment = await stored(paymentId);
    expect([told, reservationsIn(payment)]).toEqual([told, 1]);
    expect(['awaiting_customer', 'unresolved']).toContain(payment.state);
    expect(payment.push).toMatchObject({ status: 'accepted' });
    expect(payment.push?.checkoutRequestId).toMatch(/^ws_CO_/);
  }
});

// Guarantees the same for a push that is run again after it has ended (F27, F36).
it('prompts nobody when the push is run again later', async () => {
  const { paymentId } = await yard.payment();
  await one.activities.promptCustomer({ paymentId });
  const before = await stored(paymentId);
  for (const { activities } of [one, other, frozen]) {
    const outcome = await activities.promptCustomer({ paymentId });
    expect(outcome).toMatchObject({ kind: 'progress', progress: { state: 'awaiting_customer' } });
  }
  expect(await stored(paymentId)).toEqual(before);
  expect(await yard.newPushes()).toBe(1);
});

/** Runs the push on a worker that freezes between its look at the payment and its reservation. */
function frozenBeforeClaim(paymentId: PaymentId) {
  let isFrozen = false;
  const newToken = () => {
    wire.freeze();
    isFrozen = true;
    return frozen.deps.newToken();
  };
  const run = frozen.with({ newToken }).promptCustomer({ paymentId });
  return { run, atTheClaim: () => until('the worker to freeze', () => isFrozen) };
}

// Guarantees that a worker which slept through its own replacement wakes up harmless: its
// reservation comes too late and it never sends (F28, M2).
it('sends nothing from a worker that was frozen while another took over', async () => {
  const { paymentId } = await yard.payment();
  const zombie = frozenBeforeClaim(paymentId);
  await zombie.atTheClaim();
  await one.activities.promptCustomer({ paymentId });
  const before = await stored(paymentId);
  expect(before.state).toBe('awaiting_customer');
  wire.restore();
  const outcome = await zombie.run;
  expect(outcome).toMatchObject({ kind: 'progress', progress: { state: 'awaiting_customer' } });
  expect(await stored(paymentId)).toEqual(before);
  expect(await yard.newPushes()).toBe(1);
});

/** A worker whose clock stands past the deadline as soon as it has made its token. */
function lateAfterReserving(promptBeforeAtMs: number): Activities {
  let isLate = false;
  return one.with({
    newToken: () => {
      isLate = true;
      return one.deps.newToken();
    },
    nowMs: () => (isLate ? promptBeforeAtMs : one.deps.nowMs()),
  });
}

// Guarantees that a prompt which did not leave in time never does: the customer has gone (F26,
// F28, F46).
describe('past the moment until which a prompt may leave', () => {
  const gone = { state: 'failed', failureCode: 'prompt_deadline_passed' };

  it('fails a payment without a reservation', async () => {
    const { paymentId } = await yard.payment({ promptBeforeAtMs: Date.now() - 1 });
    const outcome = await one.activities.promptCustomer({ paymentId });
    expect(outcome).toMatchObject({ kind: 'progress', progress: { ...gone, next: null } });
    const payment = await stored(paymentId);
    expect(payment).toMatchObject({ ...gone, push: null });
    expect(payment.events.map(({ type }) => type)).toEqual(['payment.failed']);
    expect(await yard.newPushes()).toBe(0);
  });

  it('fails it once when several workers find it so at once', async () => {
    const { paymentId } = await yard.payment({ promptBeforeAtMs: Date.now() - 1 });
    await Promise.all(
      [one, other, one, other].map(({ activities }) => activities.promptCustomer({ paymentId })),
    );
    const payment = await stored(paymentId);
    expect(payment).toMatchObject(gone);
    expect(payment.history.map(({ step }) => step)).toEqual(['prompt_abandoned']);
    expect(payment.events).toHaveLength(1);
    expect(await yard.newPushes()).toBe(0);
  });

  it('looks again after the reservation, and sends nothing', async () => {
    const promptBeforeAtMs = Date.now() + 60_000;
    const { paymentId } = await yard.payment({ promptBeforeAtMs });
    const outcome = await lateAfterReserving(promptBeforeAtMs).promptCustomer({ paymentId });
    expect(outcome).toMatchObject({ kind: 'progress', progress: gone });
    expect(await stored(paymentId)).toMatchObject(gone);
    expect(await yard.newPushes()).toBe(0);
  });
});

// Guarantees that an answer which the store was not there for is handed to the workflow and not
// lost, and that storing it twice, or by an older reservation, changes nothing (F39).
it('hands on what it could not store, sealed, for the workflow to store later', async () => {
  const { paymentId, phone } = await yard.payment();
  const cutAfterReserving: Activities = frozen.with({
    daraja: {
      ...frozen.deps.daraja,
      stkPush: async (account, push) => {
        wire.cut();
        return frozen.deps.daraja.stkPush(account, push);
      },
    },
  });
  const outcome = await cutAfterReserving.promptCustomer({ paymentId });
  if (outcome.kind !== 'unrecorded') throw new Error('The answer was stored after all.');
  expect(JSON.stringify(outcome)).not.toContain(phone.slice(3));
  expect(await stored(paymentId)).toMatchObject({ state: 'prompting' });

  const { push } = outcome;
  await one.activities.recordPush({
    paymentId,
    push: { ...push, fence: 'of another reservation' },
  });
  expect(await stored(paymentId)).toMatchObject({ state: 'prompting' });
  await one.activities.recordPush({ paymentId, push });
  const payment = await stored(paymentId);
  expect(payment).toMatchObject({ state: 'awaiting_customer', push: { status: 'accepted' } });
  await other.activities.recordPush({ paymentId, push });
  expect(await stored(paymentId)).toEqual(payment);
  expect(await yard.newPushes()).toBe(1);
});
