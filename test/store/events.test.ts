import { newId } from '../../crypto/newId';
import type { DeliveryTry } from '../../domain/machine/deliveryTry';
import type { MerchantEvent } from '../../domain/machine/merchantEvent';
import type { PaymentEventType } from '../../domain/payment/payment';
import { earliestId, type EventId, type MerchantId } from '../../domain/values/ids';
import { paymentOwner } from '../../domain/values/owner';
import { freshPayment, openTestStore, type TestStore } from '../kit/testStore';

let test: TestStore;

beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const NOW_MS = Date.UTC(2026, 10, 23, 17, 30, 15);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

function eventAt(atMs: number): MerchantEvent<PaymentEventType> {
  return {
    eventId: earliestId('event', atMs),
    type: 'payment.failed',
    sequence: 1,
    createdAtMs: atMs,
    body: '{}',
    status: 'pending',
    deliveredAtMs: null,
  };
}

/** A payment that told of something at each of these moments. */
async function told(merchantId: MerchantId, ...momentsMs: readonly number[]) {
  const created = freshPayment({ merchantId });
  const payment = { ...created.payment, events: momentsMs.map(eventAt) };
  await test.store.payments.insert({ ...created, payment });
  return payment;
}

async function everyPage(merchantId: MerchantId, limit: number): Promise<EventId[]> {
  const seen: EventId[] = [];
  let afterId: string | null = null;
  for (;;) {
    const filter = { merchantId, nowMs: NOW_MS };
    const page = await test.store.events.list(filter, { afterId, limit });
    seen.push(...page.items.map(({ event }) => event.eventId));
    if (!page.hasMore) return seen;
    afterId = seen.at(-1) ?? null;
  }
}

const tryNumber = (number: number): DeliveryTry => ({
  atMs: number,
  httpStatus: 500,
  failure: null,
  latencyMs: number,
  answer: null,
});

// Guarantees that no event falls between two pages or two stretches of time (M13).
it('lists events of any age once, newest first, across their owners', async () => {
  const merchantId = newId('merchant');
  const ages = [0, 1, 59_999, 60_000, 60_001, 9 * MINUTE_MS, DAY_MS, 400 * DAY_MS, 9_000 * DAY_MS];
  await told(merchantId, ...ages.slice(3).map((age) => NOW_MS - age));
  await told(merchantId, ...ages.slice(0, 3).map((age) => NOW_MS - age));
  await told(newId('merchant'), NOW_MS - 5);
  const expected = ages.map((age) => earliestId('event', NOW_MS - age));
  for (const limit of [1, 2, 100]) expect(await everyPage(merchantId, limit)).toEqual(expected);
});

it('narrows by time, payment, type and status', async () => {
  const merchantId = newId('merchant');
  const { paymentId } = await told(merchantId, NOW_MS - DAY_MS, NOW_MS - 1_000);
  await told(merchantId, NOW_MS - 2_000);
  const ages = async (filter: object) => {
    const asked = { merchantId, nowMs: NOW_MS, ...filter };
    const { items } = await test.store.events.list(asked, { afterId: null, limit: 10 });
    return items.map(({ event }) => NOW_MS - event.createdAtMs);
  };
  expect(await ages({ createdAfterMs: NOW_MS - 2_000 })).toEqual([1_000, 2_000]);
  expect(await ages({ createdBeforeMs: NOW_MS - 1_000 })).toEqual([2_000, DAY_MS]);
  expect(await ages({ paymentId })).toEqual([1_000, DAY_MS]);
  expect(await ages({ type: 'payment.failed', status: 'pending' })).toHaveLength(3);
  expect(await ages({ type: 'payment.succeeded' })).toEqual([]);
  expect(await ages({ status: 'parked' })).toEqual([]);
  expect(await ages({ createdAfterMs: NOW_MS, createdBeforeMs: NOW_MS - 1 })).toEqual([]);
});

// Guarantees that an endpoint which never answers cannot make a document grow without end (M17).
it('keeps the first and the last twenty tries, and counts them all', async () => {
  const merchantId = newId('merchant');
  const { paymentId, version } = await told(merchantId, NOW_MS);
  const key = { owner: paymentOwner(paymentId), eventId: earliestId('event', NOW_MS) };
  const kept = async () => {
    const found = await test.store.events.findAnnounced(merchantId, key.eventId);
    return { count: found?.tries.count, at: found?.tries.kept.map(({ atMs }) => atMs) };
  };
  const upTo = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_unused, index) => from + index);
  for (let number = 1; number <= 45; number += 1) {
    await test.store.events.noteTry(key, tryNumber(number));
    if (number === 20) expect(await kept()).toEqual({ count: 20, at: upTo(1, 20) });
    if (number === 33) expect(await kept()).toEqual({ count: 33, at: upTo(1, 33) });
  }
  expect(await kept()).toEqual({ count: 45, at: [...upTo(1, 20), ...upTo(26, 45)] });
  // A try holds up nobody who changes the payment meanwhile.
  expect((await test.store.payments.find(paymentId))?.version).toBe(version);
});

it('notes the try that delivered an event with its delivery, and opens it again', async () => {
  const merchantId = newId('merchant');
  const { paymentId } = await told(merchantId, NOW_MS);
  const key = { owner: paymentOwner(paymentId), eventId: earliestId('event', NOW_MS) };
  const { events } = test.store;
  expect(await events.mark(key, 'delivered', 7, tryNumber(7))).toBe(true);
  expect(await events.mark(key, 'delivered', 9, tryNumber(9))).toBe(false);
  expect(await events.findAnnounced(merchantId, key.eventId)).toMatchObject({
    event: { status: 'delivered', deliveredAtMs: 7 },
    tries: { count: 1, kept: [{ atMs: 7 }] },
  });
  await events.reopen(key);
  await events.reopen(key);
  expect(await events.findAnnounced(merchantId, key.eventId)).toMatchObject({
    event: { status: 'pending', deliveredAtMs: null },
    tries: { count: 1 },
  });
  expect(await events.findAnnounced(newId('merchant'), key.eventId)).toBeNull();
});
