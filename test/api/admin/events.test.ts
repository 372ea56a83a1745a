import type { PresentedEvent } from '../../../api/public/events/presentEvent';
import { newId } from '../../../crypto/newId';
import { addMerchant } from '../../kit/demoMerchant';
import { addOperator, adminCall, type TestOperator } from '../../kit/operators';
import { askFor } from '../../kit/shop';
import { startSystem, type TestSystem } from '../../kit/system';
import { until } from '../../kit/until';

let system: TestSystem;
let support: TestOperator;
let viewer: TestOperator;
let paymentId: string;
let event: PresentedEvent;

beforeAll(async () => {
  system = await startSystem();
  support = await addOperator(system.store, 'support');
  viewer = await addOperator(system.store, 'viewer');
  ({ id: paymentId } = await askFor(system));
  event = await until('the event to be delivered', async () => (await delivered()).at(0));
});
afterAll(() => system.stop());

const own = () => `/merchants/${system.merchant.merchantId}/events`;
const sent = () => system.webhooks.received.filter(({ body }) => body === event.body);
const seqOfLog = async () => (await system.store.auditLog.verify()).entries;
const reason = 'Ticket 46: the endpoint was down.';
const ever = { createdAfter: '2000-01-01T00:00:00Z', createdBefore: '2999-01-01T00:00:00Z' };

async function delivered(): Promise<readonly PresentedEvent[]> {
  const path = `${own()}?paymentId=${paymentId}&status=delivered`;
  const at = ['GET', path] as const;
  return (await adminCall<{ data: PresentedEvent[] }>(system, viewer.key, at)).body.data;
}

const post = (path: string, body: unknown, { key }: TestOperator = support) =>
  adminCall(system, key, ['POST', path], body);

async function lastEntry() {
  const { body } = await adminCall<{ entries: Record<string, unknown>[] }>(system, viewer.key, [
    'GET',
    '/audit?limit=1',
  ]);
  return body.entries[0];
}

describe('sending again', () => {
  it.each([undefined, '', 'two\nlines', 7])('is refused with the reason %j', async (wrong) => {
    const before = await seqOfLog();
    for (const [path, body] of [
      [`${own()}/${event.id}/resend`, { reason: wrong }],
      [`${own()}/resend`, { ...ever, reason: wrong }],
    ] as const) {
      const answer = await post(path, body);
      expect(answer).toMatchObject({ status: 400, body: { field: 'reason' } });
    }
    expect(await seqOfLog()).toBe(before);
  });

  // Guarantees that an event is sent to no merchant but its own (A15).
  it('finds no event under another merchant, and none that there is not', async () => {
    const webhookUrl = system.webhooks.url;
    const other = await addMerchant(system.store, { shortcode: '600984', webhookUrl });
    const before = await seqOfLog();
    const strange = `/merchants/${other.merchantId}/events/${event.id}`;
    const unknown = `${own()}/${newId('event')}`;
    for (const path of [strange, unknown]) {
      expect((await post(`${path}/resend`, { reason })).status).toBe(404);
      expect((await adminCall(system, viewer.key, ['GET', path])).status).toBe(404);
    }
    expect(await seqOfLog()).toBe(before);
    const range = await post(`/merchants/${other.merchantId}/events/resend`, { ...ever, reason });
    expect(range).toMatchObject({ status: 202, body: { queued: 0 } });
    expect(sent()).toHaveLength(1);
  });

  it('is refused, and not noted, where the merchant has no endpoint', async () => {
    const bare = await addMerchant(system.store, { shortcode: '600985', webhookUrl: null });
    const before = await seqOfLog();
    const path = `/merchants/${bare.merchantId}/events/resend`;
    const answer = await post(path, { ...ever, reason });
    expect(answer).toMatchObject({ status: 409, body: { code: 'no_endpoint' } });
    expect(await seqOfLog()).toBe(before);
  });

  it('delivers the same message, and the audit log says who asked and why', async () => {
    const answer = await post(`${own()}/${event.id}/resend`, { reason });
    expect(answer).toMatchObject({ status: 202, body: { id: event.id, status: 'pending' } });
    await until('the second delivery', () => sent().length >= 2);
    expect(sent()[1]?.headers['webhook-id']).toBe(event.id);
    await until('the mark of it', async () => (await delivered()).length > 0);
    expect(await lastEntry()).toMatchObject({
      action: 'events.resend',
      subject: { kind: 'event', id: event.id },
      why: reason,
    });
  });

  it('takes a range of time, with one entry for all', async () => {
    const times = sent().length;
    const before = await seqOfLog();
    const answer = await post(`${own()}/resend`, { ...ever, status: 'delivered', reason });
    expect(answer).toMatchObject({ status: 202, body: { queued: 1, nextCursor: null } });
    await until('another delivery', () => sent().length > times);
    expect(await seqOfLog()).toBe(before + 1);
    expect(await lastEntry()).toMatchObject({ action: 'events.resendRange', why: reason });
  });
});

it('shows one as its merchant sees it, and no phone number', async () => {
  const path = `${own()}/${event.id}`;
  const { status, body } = await adminCall(system, viewer.key, ['GET', path]);
  expect([status, body['body'], body['paymentId']]).toEqual([200, event.body, paymentId]);
  expect(JSON.stringify(body)).not.toMatch(/254[17]\d{8}/);
});
