import type { PresentedEvent } from '../../../api/public/events/presentEvent';
import { startCuttableApi, type CuttableApi } from '../../kit/cuttableApi';
import { addMerchant } from '../../kit/demoMerchant';
import { askFor, call, type Answer } from '../../kit/shop';
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
beforeEach(() => system.webhooks.answerWith(204));

const resend = (id: string, by = system): Promise<Answer<PresentedEvent>> =>
  call<PresentedEvent>(by, 'POST', `/v1/events/${id}/resend`);
const resendRange = (body: unknown, by = system) =>
  call<Record<string, unknown>>(by, 'POST', '/v1/events/resend', { body });
const sentOf = (id: string) => system.webhooks.received.filter(({ body }) => body.includes(id));

async function eventOf(paymentId: string, status: string): Promise<PresentedEvent> {
  return until(`the event of ${paymentId} to be ${status}`, async () => {
    const path = `/v1/events?paymentId=${paymentId}&status=${status}`;
    const { body } = await call<{ data: PresentedEvent[] }>(system, 'GET', path);
    return body.data[0];
  });
}

async function deliveredAgain(paymentId: string, times: number): Promise<PresentedEvent> {
  await until(`delivery ${times} of ${paymentId}`, () => sentOf(paymentId).length >= times);
  return eventOf(paymentId, 'delivered');
}

describe('bad input', () => {
  const [createdAfter, createdBefore] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'];

  it.each([
    [{}, 'createdAfter'],
    [{ createdAfter }, 'createdBefore'],
    [{ createdAfter: { $gt: '' }, createdBefore }, 'createdAfter'],
    [{ createdAfter, createdBefore: 5 }, 'createdBefore'],
    [{ createdAfter, createdBefore, status: 'lost' }, 'status'],
    [{ createdAfter, createdBefore, status: { $ne: 'x' } }, 'status'],
    [{ createdAfter, createdBefore, limit: 101 }, 'limit'],
    [{ createdAfter, createdBefore, cursor: 'x' }, 'cursor'],
    [{ createdAfter, createdBefore, type: 'x' }, 'type'],
  ])('refuses %j', async (body, field) => {
    expect(await resendRange(body)).toMatchObject({ status: 400, body: { field } });
  });
});

// Guarantees that nobody sends another merchant's events (A15, M14).
it("is 404 for another merchant's event, and sends nothing", async () => {
  const { id } = await askFor(system);
  const event = await eventOf(id, 'delivered');
  const webhookUrl = system.webhooks.url;
  const merchant = await addMerchant(system.store, { shortcode: '600984', webhookUrl });
  const stranger = { ...system, merchant };
  expect(await resend(event.id, stranger)).toMatchObject({ status: 404 });
  const range = { createdAfter: '2000-01-01T00:00:00Z', createdBefore: '2999-01-01T00:00:00Z' };
  expect(await resendRange(range, stranger)).toMatchObject({ status: 202, body: { queued: 0 } });
  expect(sentOf(id)).toHaveLength(1);
  expect(await eventOf(id, 'delivered')).toEqual(event);
});

it('refuses where there is no endpoint, and leaves the event as it is', async () => {
  const { id } = await askFor(system);
  const event = await eventOf(id, 'delivered');
  const merchant = await system.store.merchants.find(system.merchant.merchantId);
  if (merchant === null) throw new Error('no merchant');
  await system.store.merchants.save({ ...merchant, webhook: null });
  expect(await resend(event.id)).toMatchObject({ status: 409, body: { code: 'no_endpoint' } });
  await system.store.merchants.save(merchant);
  expect(await eventOf(id, 'delivered')).toEqual(event);
});

// Guarantees that a repeated delivery is the same message, by id and by bytes (M13).
it('sends a delivered event again with the same id and body', async () => {
  const { id } = await askFor(system);
  const event = await eventOf(id, 'delivered');
  expect(await resend(event.id)).toMatchObject({
    status: 202,
    body: { id: event.id, status: 'pending', deliveredAt: null, body: event.body },
  });
  const after = await deliveredAgain(id, 2);
  expect(after).toMatchObject({ triesCount: 2, body: event.body });
  const sent = sentOf(id);
  expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
  expect(new Set(sent.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([event.id]));
});

it('sends a parked event again', async () => {
  system.webhooks.answerWith(410);
  const { id } = await askFor(system);
  const event = await eventOf(id, 'parked');
  system.webhooks.answerWith(204);
  expect((await resend(event.id)).status).toBe(202);
  expect(await deliveredAgain(id, 2)).toMatchObject({ triesCount: 2, status: 'delivered' });
});

// Guarantees that who corrected an endpoint need not wait for the next try of the schedule.
it('sends at once what waits for its next try, as often as it is asked for', async () => {
  system.webhooks.answerWith(503, { 'retry-after': '3600' });
  const { id } = await askFor(system);
  await until('the first try', () => sentOf(id).length === 1);
  const event = await eventOf(id, 'pending');
  expect((await resend(event.id)).status).toBe(202);
  const handle = system.client.workflow.getHandle(`webhook:${event.id}:resend`);
  await until('the second try to have failed', async () => {
    const [pending] = (await handle.describe()).raw.pendingActivities ?? [];
    return (pending?.attempt ?? 0) > 1;
  });
  system.webhooks.answerWith(204);
  expect((await resend(event.id)).status).toBe(202);
  const after = await deliveredAgain(id, 3);
  expect(after).toMatchObject({ body: event.body, triesCount: 3 });
});

// Guarantees that a resend which comes while the event is being sent is never lost.
it('leaves no event waiting, whenever it is asked for again', async () => {
  const { id } = await askFor(system);
  const event = await eventOf(id, 'delivered');
  for (let round = 0; round < 2; round += 1) {
    await resend(event.id);
    await until('another delivery', () => sentOf(id).length >= round + 2);
    // The delivery may be about to be noted, or its workflow about to end.
    await resend(event.id);
    await eventOf(id, 'delivered');
  }
});

// Guarantees that many who ask at once are one delivery by one workflow.
it('sends once when many ask at once', async () => {
  const { id } = await askFor(system);
  const event = await eventOf(id, 'delivered');
  await system.engine.stopWorkers();
  const answers = await Promise.all(Array.from({ length: 5 }, () => resend(event.id)));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
  await system.engine.startWorkers();
  await deliveredAgain(id, 2);
  const handle = system.client.workflow.getHandle(`webhook:${event.id}:resend`);
  await expect(handle.result()).resolves.toBe('delivered');
  expect(sentOf(id)).toHaveLength(2);
});

it('says so when the engine is away, and sends when it is repeated', async () => {
  const { id } = await askFor(system);
  const event = await eventOf(id, 'delivered');
  cuttable.toEngine.cut();
  const answer = await resend(event.id, cuttable.system);
  expect(answer).toMatchObject({ status: 503, body: { code: 'engine_unavailable' } });
  expect(await eventOf(id, 'pending')).toMatchObject({ id: event.id });
  cuttable.toEngine.restore();
  await until('the repeat', async () => (await resend(event.id, cuttable.system)).status === 202);
  await deliveredAgain(id, 2);
});

it('sends the events of a range, a bounded number at a time', async () => {
  const createdAfter = new Date().toISOString();
  const ids: string[] = [];
  for (let index = 0; index < 3; index += 1) ids.push((await askFor(system)).id);
  for (const id of ids) await eventOf(id, 'delivered');
  const createdBefore = new Date(Date.now() + 1).toISOString();
  const range = { createdAfter, createdBefore, limit: 2 };
  const parked = await resendRange({ ...range, status: 'parked' });
  expect(parked).toMatchObject({ status: 202, body: { queued: 0, nextCursor: null } });
  const first = await resendRange(range);
  expect(first).toMatchObject({ status: 202, body: { object: 'resend', queued: 2 } });
  const second = await resendRange({ ...range, cursor: first.body['nextCursor'] });
  expect(second).toMatchObject({ status: 202, body: { queued: 1, nextCursor: null } });
  for (const id of ids) expect(await deliveredAgain(id, 2)).toMatchObject({ triesCount: 2 });
});
