import { Webhook } from 'standardwebhooks';
import type { PaymentId } from '../../domain/values/ids';
import { freshPhone } from '../kit/fresh';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';
import type { ReceivedWebhook } from '../kit/webhookInbox';

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
});
afterAll(() => system.stop());
afterEach(() => system.webhooks.answerWith(204));

async function toldOf(id: string, atLeast = 1): Promise<ReceivedWebhook[]> {
  return until(`webhook about ${id}`, () => {
    const told = system.webhooks.received.filter(({ body }) => body.includes(id));
    return told.length >= atLeast && told;
  });
}

async function eventOf(id: string, status: string) {
  return until(`the event of ${id} to be ${status}`, async () => {
    const payment = await system.store.payments.find(id as PaymentId);
    return payment?.events.find((event) => event.status === status);
  });
}

// Guarantees that an endpoint which fails at first gets the same event later, not a new one (M13).
it('tries an event again in a workflow of its own until the endpoint takes it', async () => {
  system.webhooks.answerWith(503);
  const { id } = await askFor(system);
  await reaches(system, id, 'succeeded');
  await toldOf(id);
  system.webhooks.answerWith(204);
  const event = await eventOf(id, 'delivered');
  const told = await toldOf(id, 2);
  expect(new Set(told.map(({ headers }) => headers['webhook-id']))).toEqual(
    new Set([event.eventId]),
  );
  expect(new Set(told.map(({ body }) => body)).size).toBe(1);
  const [first, second] = told.map(({ headers }) => Number(headers['webhook-timestamp']));
  // Five seconds later, told in whole seconds.
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(4);
  const handle = system.client.workflow.getHandle(`webhook:${event.eventId}`);
  await expect(handle.result()).resolves.toBe('delivered');
});

// Guarantees that an endpoint which has gone for good is not asked again, and that the event stays
// in sight (Standard Webhooks: 410).
it('parks an event when the endpoint says that it is gone', async () => {
  system.webhooks.answerWith(410);
  const { id } = await askFor(system);
  await eventOf(id, 'parked');
  await system.client.workflow.getHandle(`payment:${id}`).result();
  expect(await toldOf(id)).toHaveLength(1);
  expect((await reaches(system, id, 'succeeded')).receipt).not.toBeNull();
});

// Guarantees that an endpoint which asked for patience is not tried again for the sake of a later
// event (Standard Webhooks: Retry-After).
it('leaves an event to its own workflow when the next one comes', async () => {
  const phone = freshPhone();
  const fault = { kind: 'connection_reset' };
  await system.simulator.control('POST', '/faults', { match: { msisdn: phone }, fault });
  await system.simulator.control('POST', `/phones/${phone}`, {
    behaviour: 'approve',
    delayMs: 900,
  });
  system.webhooks.answerWith(429, { 'retry-after': '3600' });
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'succeeded');
  await system.client.workflow.getHandle(`payment:${id}`).result();
  const told = (await toldOf(id, 2)).map(({ headers }) => headers['webhook-id']);
  expect(new Set(told).size).toBe(told.length);
});

// Guarantees that an event which an operator no longer wants delivered stays in sight (M13).
it('parks an event whose workflow was cancelled', async () => {
  system.webhooks.answerWith(503);
  const { id } = await askFor(system);
  const { eventId } = await eventOf(id, 'pending');
  const handle = system.client.workflow.getHandle(`webhook:${eventId}`);
  await until('the workflow of the event', () =>
    handle.describe().then(
      () => true,
      () => false,
    ),
  );
  await handle.cancel();
  await expect(handle.result()).resolves.toBe('parked');
  expect(await eventOf(id, 'parked')).toMatchObject({ eventId });
});

it('signs so that the standardwebhooks package verifies, and no byte can be changed', async () => {
  const { id } = await askFor(system);
  const [told] = await toldOf(id);
  if (!told) throw new Error('nothing was told');
  const verifier = new Webhook(system.merchant.webhookSecret);
  const headers = told.headers as Record<string, string>;
  expect(verifier.verify(told.body, headers)).toMatchObject({
    type: 'payment.succeeded',
    sequence: 1,
    data: { id, state: 'succeeded', grade: 'corroborated' },
  });
  expect(() => verifier.verify(told.body.replace(id, `${id}x`), headers)).toThrow();
  expect(() => verifier.verify(told.body, { ...headers, 'webhook-id': 'evt_other' })).toThrow();
  const other = new Webhook(`whsec_${Buffer.alloc(32, 1).toString('base64')}`);
  expect(() => other.verify(told.body, headers)).toThrow();
});

it('follows no redirect', async () => {
  system.webhooks.answerWith(302);
  const { id } = await askFor(system);
  await toldOf(id);
  system.webhooks.answerWith(204);
  await eventOf(id, 'delivered');
  expect((await toldOf(id, 2)).length).toBeGreaterThanOrEqual(2);
});
