import { randomUUID } from 'node:crypto';
import { createApp } from '../../api/public/app';
import { listen } from '../../api/http/listen';
import type { PaymentId } from '../../domain/values/ids';
import type { PresentedPayment } from '../../api/public/payments/presentPayment';
import { paymentWorkflowId } from '../../workflows/messages';
import { startCuttableApi } from '../kit/cuttableApi';
import { freshPhone, freshReference } from '../kit/fresh';
import { promptsOf } from '../kit/invariants';
import { call, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

function order(change: Readonly<Record<string, unknown>> = {}) {
  return { amountKes: 100, phone: freshPhone(), reference: freshReference(), ...change };
}

function create(key: string, body: object, on: TestSystem = system) {
  return call<PresentedPayment & { code?: string }>(on, 'POST', '/v1/payments', {
    body,
    headers: { 'idempotency-key': key },
  });
}

// Guarantees that to leave the default shortcode out and to name it is one request.
it.each([
  ['leaves out', {}, { shortcode: '174379' }],
  ['names', { shortcode: '174379' }, {}],
])('takes a repeat for the same when the first %s the default shortcode', async (_w, one, two) => {
  const key = randomUUID();
  const body = order();
  const first = await create(key, { ...body, ...one });
  const second = await create(key, { ...body, ...two });
  expect([first.status, second.status]).toEqual([202, 200]);
  expect(second.body.id).toBe(first.body.id);
  const other = await create(key, { ...body, ...two, amountKes: 101 });
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
});

// Guarantees that nothing stays orphaned: the repeat of a create wakes a payment whose workflow was
// lost, in any open state, and prompts nobody a second time.
it('wakes an open payment whose workflow is gone when its create is repeated', async () => {
  const key = randomUUID();
  const body = order();
  await system.simulator.control('POST', `/phones/${body.phone}`, { behaviour: 'manual' });
  const { body: created } = await create(key, body);
  await reaches(system, created.id, 'awaiting_customer');
  const handle = system.client.workflow.getHandle(paymentWorkflowId(created.id as PaymentId));
  await handle.terminate('lost');
  const [prompt] = await promptsOf(system, body.phone);
  await system.simulator.control('POST', '/faults', {
    match: { operation: 'stk_push', msisdn: body.phone },
    fault: { kind: 'callback_lost' },
  });
  await system.simulator.control('POST', `/prompts/${prompt?.checkoutRequestId}/approve`, {});
  expect((await create(key, body)).status).toBe(200);
  expect((await handle.describe()).status.name).toBe('RUNNING');
  expect(await promptsOf(system, body.phone)).toHaveLength(1);
});

// Guarantees that a number which was copied with what nobody sees is refused with its name.
it.each([
  ['a zero width space', '\u200b0708374149', 'U+200B', 1],
  ['a mark of direction', '0708\u202d374149', 'U+202D', 5],
  ['a soft hyphen', '0708\u00ad374149', 'U+00AD', 5],
  ['a blank that does not break', '0708\u00a0374149', 'U+00A0', 5],
])('names %s in a phone', async (_what, phone, name, place) => {
  const { status, body } = await create(randomUUID(), order({ phone }));
  expect(status).toBe(400);
  expect(body).toMatchObject({
    field: 'phone',
    rule: `must not hold the hidden character ${name} at place ${place}`,
  });
});

// Guarantees that a shortcode which cannot be used is refused before anything is kept.
it('refuses a create whose shortcode would speak to Daraja without TLS', async () => {
  const cuttable = await startCuttableApi(system);
  const { log } = cuttable.deps;
  const app = createApp({ ...cuttable.deps, allowPlainHttp: false });
  const listener = await listen(app, { host: '127.0.0.1', port: 0, requestTimeoutMs: 30_000, log });
  const urls = { ...system.urls, api: `http://127.0.0.1:${listener.port}` };
  const key = randomUUID();
  const body = order();
  const refused = await create(key, body, { ...system, urls });
  expect(refused).toMatchObject({ status: 422, body: { code: 'shortcode_unusable' } });
  // Nothing was kept: the same key and reference are free.
  expect((await create(key, body)).status).toBe(202);
  // What was taken before stays the answer to its repeats.
  expect((await create(key, body, { ...system, urls })).status).toBe(200);
  await listener.close();
  await cuttable.stop();
});

it.each(['0.99999999999999999999', '100.00000000000000001', '1e2000', '-0'])(
  'refuses the amount %s instead of rounding it',
  async (amount) => {
    const { phone, reference } = order();
    const text = `{"amountKes":${amount},"phone":"${phone}","reference":"${reference}"}`;
    const { status, body } = await call<{ code: string }>(system, 'POST', '/v1/payments', {
      body: text,
      headers: { 'idempotency-key': randomUUID() },
    });
    expect(status).toBe(400);
    expect(['malformed_json', 'invalid_request']).toContain(body.code);
  },
);
