import type { Json } from './darajaClient';
import { metadata, startTestBed, stkCallback, type Pushed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

/** Pushes to a phone that a fault of this kind strikes once. */
async function pushWith(fault: Json, phone: Json = {}): Promise<Pushed> {
  const { msisdn } = bed.fresh();
  await bed.client.post(`/phones/${msisdn}`, phone);
  const rule = await bed.client.post('/faults', { match: { msisdn }, fault, times: 1 });
  expect(rule.status).toBe(201);
  return bed.pushFresh({ PhoneNumber: msisdn });
}

const codes = (arrivals: readonly { body: string }[]): unknown[] =>
  arrivals.map(({ body }) => stkCallback(body)['ResultCode']);

async function ledger(): Promise<Json[]> {
  return (await bed.client.get('/ledger'))['entries'] as Json[];
}

describe('faults of callbacks', () => {
  it('callback_lost: money moves, nothing is told', async () => {
    const pushed = await pushWith({ kind: 'callback_lost' });
    await bed.client.event('money_moved');
    const next = await bed.pushFresh();
    await bed.receiver.expect(next.path);
    expect(bed.receiver.arrivals(pushed.path)).toHaveLength(0);
    expect((await bed.client.query(pushed.id)).json['ResultCode']).toBe('0');
  });

  it('callback_late: not before its delay', async () => {
    const startedMs = Date.now();
    const { path } = await pushWith({ kind: 'callback_late', delayMs: 300 });
    const [arrival] = await bed.receiver.expect(path);
    expect((arrival?.atMs ?? 0) - startedMs).toBeGreaterThanOrEqual(300);
  });

  it('callback_doubled: the same body n times', async () => {
    const { path } = await pushWith({ kind: 'callback_doubled', copies: 4, gapMs: 5 });
    const arrivals = await bed.receiver.expect(path, 4);
    expect(new Set(arrivals.map(({ body }) => body)).size).toBe(1);
    expect(await ledger()).toHaveLength(1);
  });

  // Guarantees the race every client must win: the callback names an id nobody has stored yet.
  it('callback_before_response: the callback arrives before the answer to the push', async () => {
    const pushed = await pushWith({ kind: 'callback_before_response', holdMs: 50 });
    const answeredAtMs = Date.now();
    const [arrival] = bed.receiver.arrivals(pushed.path);
    expect(stkCallback(arrival?.body ?? '')['CheckoutRequestID']).toBe(pushed.id);
    expect(answeredAtMs - (arrival?.atMs ?? answeredAtMs)).toBeGreaterThanOrEqual(40);
  });

  // Guarantees that what a control call sets wins: a person is not answered for.
  it.each(['manual', 'ignore', 'approve_after_timeout'])(
    'callback_before_response: does not strike a phone set to %s',
    async (behaviour) => {
      await bed.client.post('/settings', { promptTimeoutMs: 30_000 });
      const pushed = await pushWith({ kind: 'callback_before_response' }, { behaviour });
      expect(pushed.json['ResponseCode']).toBe('0');
      const { prompts } = await bed.client.get(`/prompts?msisdn=${pushed.msisdn}`);
      expect(prompts).toMatchObject([{ state: 'open' }]);
      expect(await ledger()).toEqual([]);
      const { faults } = await bed.client.get('/faults');
      expect(faults).toMatchObject([{ applied: 0 }]);
    },
  );

  it('callback_reordered: overtaken by the next callback', async () => {
    const first = await pushWith({ kind: 'callback_reordered' });
    const second = await bed.pushFresh();
    const [[early], [late]] = [
      await bed.receiver.expect(second.path),
      await bed.receiver.expect(first.path),
    ];
    expect(late?.atMs).toBeGreaterThanOrEqual(early?.atMs ?? Number.POSITIVE_INFINITY);
  });

  it('callback_reordered: held no longer than its limit', async () => {
    const { path } = await pushWith({ kind: 'callback_reordered', holdMsMax: 100 });
    expect(codes(await bed.receiver.expect(path))).toEqual([0]);
  });

  it.each([
    ['fail_then_success', [1032, 0]],
    ['success_then_fail', [0, 1032]],
  ])('callback_contradictory: %s, and the money did move', async (order, expected) => {
    const { path, id } = await pushWith({ kind: 'callback_contradictory', order, gapMs: 30 });
    expect(codes(await bed.receiver.expect(path, 2))).toEqual(expected);
    expect(await ledger()).toHaveLength(1);
    expect((await bed.client.query(id)).json['ResultCode']).toBe('0');
  });

  it('callback_contradictory: the money did not move, and the success is a lie', async () => {
    const fault = { kind: 'callback_contradictory', order: 'success_then_fail', gapMs: 30 };
    const { path } = await pushWith(fault, { behaviour: 'wrong_pin' });
    expect(codes(await bed.receiver.expect(path, 2))).toEqual([0, 2001]);
    expect(await ledger()).toHaveLength(0);
  });

  it('callback_forged: a success while the customer has not answered', async () => {
    await bed.client.post('/settings', { promptTimeoutMs: 30_000 });
    const phone = { behaviour: 'manual' };
    const pushed = await pushWith({ kind: 'callback_forged', amountKes: 1 }, phone);
    const [arrival] = await bed.receiver.expect(pushed.path);
    expect(metadata(arrival?.body ?? '')).toMatchObject({ Amount: 1 });
    expect(await ledger()).toHaveLength(0);
    await bed.client.post(`/prompts/${pushed.id}/approve`);
    const [forged, genuine] = await bed.receiver.expect(pushed.path, 2);
    expect(metadata(genuine?.body ?? '')['Amount']).toBe(10);
    const receipts = [forged, genuine].map(
      (each) => metadata(each?.body ?? '')['MpesaReceiptNumber'],
    );
    expect(await ledger()).toMatchObject([{ receipt: receipts[1] }]);
    expect(receipts[0]).not.toBe(receipts[1]);
  });

  it('callback_forged: a failure that would make a merchant prompt again', async () => {
    await bed.client.post('/settings', { promptTimeoutMs: 30_000 });
    const phone = { behaviour: 'manual' };
    const { path } = await pushWith({ kind: 'callback_forged', resultCode: 1032 }, phone);
    expect(codes(await bed.receiver.expect(path))).toEqual([1032]);
  });
});
