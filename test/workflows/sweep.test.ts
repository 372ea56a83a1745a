import { newId } from '../../crypto/newId';
import type { PaymentId } from '../../domain/values/ids';
import { ensureSweepSchedule } from '../../engine/sweepSchedule';
import { paymentWorkflowId, sweepScheduleId, webhookWorkflowId } from '../../workflows/messages';
import { callbackBody, postCallback, tokenSpy } from '../kit/callbacks';
import { startCuttableApi } from '../kit/cuttableApi';
import { freshPhone, freshReference } from '../kit/fresh';
import { expectBooksAgree, promptsOf } from '../kit/invariants';
import { openPayment } from '../kit/openPayment';
import { askFor, reaches } from '../kit/shop';
import { listedForSweep, sweepOver } from '../kit/sweep';
import { startSystem, type TestSystem } from '../kit/system';
import { freshPayment } from '../kit/testStore';
import { until } from '../kit/until';

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
});
afterAll(() => system.stop());

const HOUR_MS = 3_600_000;

const listed = (id: string) => listedForSweep(system, id);
const sweepNow = (id: string) => sweepOver(system, id, `sweep-${newId('request')}`);

/** A payment that was kept and never started: the API died between the two. */
async function keptOnly(phone: string, ageMs = 0): Promise<string> {
  const { merchantId } = system.merchant;
  const created = freshPayment({ merchantId, phone, reference: freshReference() });
  const { createdAtMs, promptBeforeAtMs } = created.payment;
  const payment = {
    ...created.payment,
    createdAtMs: createdAtMs - ageMs,
    promptBeforeAtMs: promptBeforeAtMs - ageMs,
  };
  await system.store.payments.insert({ ...created, payment });
  return payment.paymentId;
}

// Guarantees that a payment whose start was lost is started without anybody's help (M16).
it('starts a payment that was kept and never started', async () => {
  const phone = freshPhone();
  const id = await keptOnly(phone);
  expect((await sweepNow(id)).repaired).toBeGreaterThan(0);
  await reaches(system, id, 'succeeded');
  expect(await promptsOf(system, phone)).toHaveLength(1);
});

// Guarantees that nobody is prompted for a purchase that they walked away from.
it('fails one that is past its time, without prompting', async () => {
  const phone = freshPhone();
  const id = await keptOnly(phone, HOUR_MS);
  await sweepNow(id);
  await reaches(system, id, 'failed');
  expect(await promptsOf(system, phone)).toHaveLength(0);
});

// Guarantees that an open payment whose workflow is gone goes on, and is not prompted again.
it('gives an open payment whose workflow is gone a new one', async () => {
  const { id, phone, approve } = await openPayment(system);
  const handle = system.client.workflow.getHandle(paymentWorkflowId(id));
  await handle.terminate('lost');
  await sweepNow(id);
  await until('a new run', async () => (await handle.describe()).status.name === 'RUNNING');
  await approve();
  await reaches(system, id, 'succeeded');
  await expectBooksAgree(system, id, phone);
});

it('leaves a running workflow alone, and looks again later', async () => {
  const { id } = await openPayment(system);
  const handle = system.client.workflow.getHandle(paymentWorkflowId(id));
  const { runId } = await handle.describe();
  await sweepNow(id);
  expect((await handle.describe()).runId).toBe(runId);
  const entry = await listed(id);
  expect(entry?.dueAt.getTime()).toBeGreaterThan(Date.now() + HOUR_MS / 2);
});

// Guarantees that a merchant is told though what was to tell them is gone.
it('has an event told whose delivery was lost', async () => {
  system.webhooks.answerWith(503);
  const phone = freshPhone();
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'succeeded');
  await system.client.workflow.getHandle(paymentWorkflowId(id as PaymentId)).result();
  const payment = await system.store.payments.find(id as PaymentId);
  const eventId = payment?.events[0]?.eventId;
  if (eventId === undefined) throw new Error('no event');
  await system.client.workflow.getHandle(webhookWorkflowId(eventId)).terminate('lost');
  system.webhooks.answerWith(200);
  await sweepNow(id);
  await until('the delivery', async () => {
    const now = await system.store.payments.find(id as PaymentId);
    return now?.events[0]?.status === 'delivered';
  });
});

// Guarantees that a healthy system gives the sweeper nothing to do.
it('has nothing to look at once a payment is over and told', async () => {
  const { id } = await askFor(system, { phone: freshPhone() });
  await reaches(system, id, 'succeeded');
  await until('the delivery', async () => {
    const payment = await system.store.payments.find(id as PaymentId);
    return payment?.events[0]?.status === 'delivered';
  });
  expect(await listed(id)).toBeNull();
});

it('is run by a Schedule that set-up makes once', async () => {
  const prefix = `s${newId('request').slice(-8)}`;
  const { client } = system;
  const handle = client.schedule.getHandle(sweepScheduleId(prefix));
  try {
    expect(await ensureSweepSchedule(client, prefix)).toBe('created');
    expect(await ensureSweepSchedule(client, prefix)).toBe('present');
    const { spec, action, policies } = await handle.describe();
    expect(spec.intervals?.[0]?.every).toBe(60_000);
    expect(policies.overlap).toBe('SKIP');
    expect(action).toMatchObject({ workflowType: 'sweep', taskQueue: `${prefix}-payments` });
  } finally {
    await handle.delete();
  }
});

// Guarantees that money reported while the engine was away is not forgotten, though the payment
// had been decided and nothing looks in its inbox any more.
it('finds a late success that was kept while the engine was unavailable', async () => {
  const spy = await tokenSpy(system);
  const api = await startCuttableApi(system);
  try {
    const phone = freshPhone();
    await system.simulator.control('POST', `/phones/${phone}`, {
      behaviour: 'cancel',
      delayMs: 20,
    });
    const { id } = await askFor(system, { phone });
    await reaches(system, id, 'failed');
    await system.client.workflow.getHandle(paymentWorkflowId(id as PaymentId)).result();
    const push = await spy.of(phone);
    api.toEngine.cut();
    const { pathname } = new URL(push.callbackUrl);
    const url = `${api.system.urls.callbacks}${pathname}`;
    expect((await postCallback(url, callbackBody(push))).status).toBe(200);
    const told = await sweepNow(id);
    expect(told.repaired).toBeGreaterThan(0);
    await until('the contradiction', async () => {
      const payment = await system.store.payments.find(id as PaymentId);
      return payment?.events.some(({ type }) => type === 'payment.contested');
    });
  } finally {
    await api.stop();
    await spy.close();
  }
});
