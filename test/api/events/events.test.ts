import type { PresentedEvent } from '../../../api/public/events/presentEvent';
import { addMerchant } from '../../kit/demoMerchant';
import { askFor, call, reaches, type Answer } from '../../kit/shop';
import { startSystem, type TestSystem } from '../../kit/system';
import { until } from '../../kit/until';

interface List {
  readonly object: string;
  readonly data: readonly PresentedEvent[];
  readonly nextCursor: string | null;
}

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
});
afterAll(() => system.stop());
beforeEach(() => system.webhooks.answerWith(204));

const list = (query = '', by = system): Promise<Answer<List>> =>
  call<List>(by, 'GET', `/v1/events${query}`);
const get = (id: string, by = system): Promise<Answer<PresentedEvent>> =>
  call<PresentedEvent>(by, 'GET', `/v1/events/${id}`);

/** The one event of a payment, once it is there with so many tries. */
async function eventOf(paymentId: string, tries = 1): Promise<PresentedEvent> {
  return until(`the event of ${paymentId}`, async () => {
    const [event] = (await list(`?paymentId=${paymentId}`)).body.data;
    return event !== undefined && event.triesCount >= tries && event;
  });
}

describe('bad input', () => {
  it.each([
    ['?status[$ne]=pending', 'status[$ne]'],
    ['?status=sent', 'status'],
    ['?status=parked&status=pending', 'status'],
    ['?type=payment', 'type'],
    ['?type=', 'type'],
    ['?paymentId=pay_1', 'paymentId'],
    ['?paymentId=pay_1&paymentId=pay_2', 'paymentId'],
    ['?createdAfter=now', 'createdAfter'],
    ['?limit=1000', 'limit'],
    ['?cursor=evt_01h2xcejqtf2nbrexx3vqjhp41', 'cursor'],
    ['?phone=1', 'phone'],
  ])('refuses %s, naming the field', async (query, field) => {
    const answer = await list(query);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', field } });
  });

  it.each(['evt_none', 'pay_01h2xcejqtf2nbrexx3vqjhp41', '%00', '$ne', '__proto__'])(
    'does not find %s',
    async (id) => {
      expect(await get(id)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    },
  );
});

// Guarantees that a merchant's events are as absent for others as its payments (A15, M14).
it('shows nothing of another merchant', async () => {
  const { id } = await askFor(system);
  const event = await eventOf(id);
  const merchant = await addMerchant(system.store, { shortcode: '600984', webhookUrl: null });
  const stranger = { ...system, merchant };
  expect(await get(event.id, stranger)).toMatchObject({ status: 404 });
  expect(await list('', stranger)).toMatchObject({ body: { data: [], nextCursor: null } });
  expect(await list(`?paymentId=${id}`, stranger)).toMatchObject({ body: { data: [] } });
  const { nextCursor } = (await list('?limit=1&type=payment.succeeded')).body;
  const cursor = nextCursor ?? (await askForCursor());
  const answer = await list(`?limit=1&type=payment.succeeded&cursor=${cursor}`, stranger);
  expect(answer).toMatchObject({ status: 400, body: { field: 'cursor' } });
});

async function askForCursor(): Promise<string> {
  await eventOf((await askFor(system)).id);
  return (await list('?limit=1&type=payment.succeeded')).body.nextCursor ?? '';
}

// Guarantees that what is shown is what was sent, byte for byte (M13).
it('shows the body as it was delivered, and the try that delivered it', async () => {
  system.webhooks.answerWith(200, {}, 'taken, thanks');
  const { id } = await askFor(system);
  await reaches(system, id, 'succeeded');
  const event = await eventOf(id);
  const sent = system.webhooks.received.find(({ body }) => body.includes(id));
  expect(event).toMatchObject({
    object: 'event',
    type: 'payment.succeeded',
    paymentId: id,
    status: 'delivered',
    body: sent?.body,
    id: sent?.headers['webhook-id'],
    triesCount: 1,
    tries: [{ httpStatus: 200, failure: null, answer: 'taken, thanks' }],
  });
  expect(event.tries[0]?.latencyMs).toBeGreaterThanOrEqual(0);
  expect((await get(event.id)).body).toEqual(event);
});

// Guarantees that an endpoint which echoes a number or a key puts neither on show (M15).
it('shows failed tries, with what the endpoint said masked and cut', async () => {
  const said = `no: 254700000123, Bearer abc.def ${'x'.repeat(400)}`;
  system.webhooks.answerWith(410, {}, said);
  const { id } = await askFor(system);
  const event = await until('the event to be parked', async () => {
    const [found] = (await list(`?paymentId=${id}&status=parked`)).body.data;
    return found;
  });
  const [tried] = event.tries;
  expect(tried).toMatchObject({ httpStatus: 410, failure: null });
  expect(tried?.answer).toMatch(/^no: 2547\*\*\*\*123, \[secret\] x+$/);
  expect(tried?.answer).toHaveLength(200);
  expect((await list(`?paymentId=${id}&status=delivered`)).body.data).toEqual([]);
});

it('names why no answer came', async () => {
  const { merchantId } = system.merchant;
  const merchant = await system.store.merchants.find(merchantId);
  if (merchant?.webhook == null) throw new Error('no endpoint');
  const { webhook } = merchant;
  await system.store.merchants.save({
    ...merchant,
    webhook: { ...webhook, url: 'http://127.0.0.1:1/' },
  });
  const { id } = await askFor(system);
  const event = await eventOf(id);
  await system.store.merchants.save(merchant);
  expect(event).toMatchObject({ status: 'pending', deliveredAt: null });
  expect(event.tries[0]).toMatchObject({ httpStatus: null, answer: null });
  expect(event.tries[0]?.failure).toMatch(/^\w+$/);
});

it('lists by pages, newest first, and says when a page is the last', async () => {
  const all = (await list('?limit=100')).body;
  expect(all).toMatchObject({ object: 'list', nextCursor: null });
  const seen: string[] = [];
  let query = '?limit=2';
  for (;;) {
    const { data, nextCursor } = (await list(query)).body;
    seen.push(...data.map(({ id }) => id));
    if (nextCursor === null) break;
    query = `?limit=2&cursor=${nextCursor}`;
  }
  expect(seen).toEqual(all.data.map(({ id }) => id));
  expect(seen.toSorted().toReversed()).toEqual(seen);
});
