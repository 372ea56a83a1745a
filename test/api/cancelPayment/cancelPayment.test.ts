import type { PresentedPayment } from '../../../api/public/payments/presentPayment';
import { addMerchant } from '../../kit/demoMerchant';
import { freshPhone } from '../../kit/fresh';
import { promptsOf } from '../../kit/invariants';
import { openPayment } from '../../kit/openPayment';
import { askFor, call, reaches, type Answer } from '../../kit/shop';
import { startCuttableApi, type CuttableApi } from '../../kit/cuttableApi';
import { startSystem, type TestSystem } from '../../kit/system';
import { until } from '../../kit/until';

let system: TestSystem;
let cuttable: CuttableApi;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
  cuttable = await startCuttableApi(system);
});
afterAll(async () => {
  await cuttable.stop();
  await system.stop();
});

const cancel = (id: string, by = system): Promise<Answer<PresentedPayment>> =>
  call<PresentedPayment>(by, 'POST', `/v1/payments/${id}/cancel`);

/** Payments that stay in `created`, because no worker is there to prompt. */
async function withoutWorkers<T>(then: () => Promise<T>): Promise<T> {
  await system.engine.stopWorkers();
  try {
    return await then();
  } finally {
    await system.engine.startWorkers();
  }
}

async function toldOf(id: string) {
  return until(`webhook about ${id}`, () => {
    const told = system.webhooks.received.filter(({ body }) => body.includes(id));
    return told.length > 0 && told;
  });
}

it('is 404 for what is not a payment of the caller', async () => {
  const other = await addMerchant(system.store, { shortcode: '600984', webhookUrl: null });
  const { id } = await askFor(system);
  for (const answer of [
    await cancel('pay_none'),
    await cancel('pay_01h2xcejqtf2nbrexx3vqjhp41'),
    await cancel(id, { ...system, merchant: other }),
    await cancel('%00'),
  ]) {
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  }
});

// Guarantees that a payment whose prompt may be answered is never called cancelled (M5).
it('refuses a payment that was prompted, and one that has ended', async () => {
  const open = await openPayment(system);
  expect(await cancel(open.id)).toMatchObject({ status: 409, body: { code: 'already_prompted' } });
  await open.approve();
  await reaches(system, open.id, 'succeeded');
  expect(await cancel(open.id)).toMatchObject({ status: 409, body: { code: 'already_decided' } });
});

// Guarantees that a cancelled payment prompts nobody, and that its merchant is told once (M13).
it('cancels what was not prompted, tells the merchant, and answers a repeat the same', async () => {
  const phone = freshPhone();
  const { id, first, second } = await withoutWorkers(async () => {
    const payment = await askFor(system, { phone });
    return {
      id: payment.id,
      first: await cancel(payment.id),
      second: await cancel(payment.id),
    };
  });
  expect(first).toMatchObject({
    status: 200,
    body: {
      state: 'failed',
      failure: { code: 'cancelled_by_merchant' },
      retry: { safe: true, notBefore: null },
    },
  });
  expect(second).toMatchObject({ status: 200, body: first.body });
  const [told] = await toldOf(id);
  expect(JSON.parse(told?.body ?? '{}')).toMatchObject({
    type: 'payment.failed',
    data: { failure: { code: 'cancelled_by_merchant' } },
  });
  await system.client.workflow.getHandle(`payment:${id}`).result();
  expect((await cancel(id)).body).toEqual(first.body);
  expect(await toldOf(id)).toHaveLength(1);
  expect(await promptsOf(system, phone)).toEqual([]);
});

it('frees the reference', async () => {
  const { reference } = await withoutWorkers(async () => {
    const payment = await askFor(system);
    await cancel(payment.id);
    return payment;
  });
  expect((await askFor(system, { reference })).state).toBe('created');
});

// Guarantees that a cancel which nobody could announce holds, and is announced by its repeat (F30).
it('holds while the engine is away, and is told when it is repeated', async () => {
  const { id } = await withoutWorkers(async () => {
    const payment = await askFor(system);
    cuttable.toEngine.cut();
    const answer = await cancel(payment.id, cuttable.system);
    expect(answer).toMatchObject({ status: 503, body: { code: 'engine_unavailable' } });
    cuttable.toEngine.restore();
    return payment;
  });
  await until('the repeat', async () => (await cancel(id, cuttable.system)).status === 200);
  expect(await toldOf(id)).toHaveLength(1);
});
