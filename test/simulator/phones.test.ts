import type { Json } from './darajaClient';
import { eventually } from './eventually';
import { startTestBed, stkCallback, type Pushed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

async function pushTo(phone: Json, overrides: Json = {}): Promise<Pushed> {
  const { msisdn } = bed.fresh();
  const set = await bed.client.post(`/phones/${msisdn}`, phone);
  expect(set.status).toBe(200);
  return bed.pushFresh({ PhoneNumber: msisdn, ...overrides });
}

async function resultCode(pushed: Pushed): Promise<unknown> {
  const [arrival] = await bed.receiver.expect(pushed.path);
  return stkCallback(arrival?.body ?? '')['ResultCode'];
}

async function ledgerLength(): Promise<number> {
  return ((await bed.client.get('/ledger'))['entries'] as Json[]).length;
}

async function promptOf({ id }: Pushed): Promise<Json | undefined> {
  const { prompts } = await bed.client.get('/prompts?all=true');
  return (prompts as Json[]).find((prompt) => prompt['checkoutRequestId'] === id);
}

describe('what a phone does with a prompt', () => {
  it.each([
    ['cancel', 1032, 'cancelled', true],
    ['wrong_pin', 2001, 'failed', true],
    ['insufficient_funds', 1, 'failed', true],
    ['pin_locked', 8006, 'failed', true],
    ['ignore', 1037, 'expired', true],
    ['unreachable', 1037, 'unreachable', false],
  ])('%s: result %i, no money', async (behaviour, code, state, shown) => {
    const pushed = await pushTo({ behaviour });
    expect(await resultCode(pushed)).toBe(code);
    expect(await promptOf(pushed)).toMatchObject({ state, shown, resultCode: code });
    expect(await ledgerLength()).toBe(0);
  });

  it('approve: money moves from the phone to the shortcode', async () => {
    const pushed = await pushTo({ behaviour: 'approve', balanceKes: 100 }, { Amount: '40' });
    expect(await resultCode(pushed)).toBe(0);
    expect(await bed.client.get(`/phones/${pushed.msisdn}`)).toMatchObject({ balanceKes: 60 });
    const { shortcodes } = await bed.client.get('/shortcodes');
    expect((shortcodes as Json[])[0]).toMatchObject({ balanceKes: 1_000_040 - 0.22 });
  });

  it('approve with too little money is result 1', async () => {
    const pushed = await pushTo({ balanceKes: 9 });
    expect(await resultCode(pushed)).toBe(1);
    expect(await ledgerLength()).toBe(0);
  });

  // Guarantees the worst case: a timeout that was told, and money that moves afterwards.
  it('approve_after_timeout: first 1037, then the money and a success', async () => {
    const pushed = await pushTo({ behaviour: 'approve_after_timeout', delayMs: 50 });
    const arrivals = await bed.receiver.expect(pushed.path, 2);
    expect(arrivals.map(({ body }) => stkCallback(body)['ResultCode'])).toEqual([1037, 0]);
    expect(await ledgerLength()).toBe(1);
    expect((await bed.client.query(pushed.id)).json['ResultCode']).toBe('0');
  });

  it('takes a delay per phone, and expires what takes longer than a prompt lives', async () => {
    const pushed = await pushTo({ behaviour: 'approve', delayMs: 60_000 });
    expect(await resultCode(pushed)).toBe(1037);
  });

  it.each([1036, 1019])('can time out as %i', async (timeoutResultCode) => {
    await bed.client.post('/settings', { timeoutResultCode });
    expect(await resultCode(await pushTo({ behaviour: 'ignore' }))).toBe(timeoutResultCode);
  });

  it('refuses more than 500,000 a day by code 4 where the setting says so', async () => {
    await bed.client.post('/settings', { dailyLimitRule: true });
    const phone = { behaviour: 'approve', balanceKes: 1_000_000 };
    const first = await pushTo(phone, { Amount: '250000' });
    expect(await resultCode(first)).toBe(0);
    const again = { PhoneNumber: first.msisdn, Amount: '250000' };
    expect(await resultCode(await bed.pushFresh(again))).toBe(0);
    expect(await resultCode(await bed.pushFresh({ ...again, Amount: '1' }))).toBe(4);
  });
});

describe('a phone a person operates', () => {
  beforeEach(() => bed.client.post('/settings', { promptTimeoutMs: 30_000 }));

  it.each([
    ['approve', 'approved', 0],
    ['cancel', 'cancelled', 1032],
    ['dismiss', 'dismissed', 1032],
    ['wrong-pin', 'failed', 2001],
  ])('%s', async (key, state, code) => {
    const pushed = await pushTo({ behaviour: 'manual' });
    const { prompts } = await bed.client.get('/prompts');
    expect(prompts).toMatchObject([{ checkoutRequestId: pushed.id, state: 'open', amountKes: 10 }]);
    const pressed = await bed.client.post(`/prompts/${pushed.id}/${key}`);
    expect(pressed.json).toMatchObject({ state, resultCode: code });
    expect(await resultCode(pushed)).toBe(code);
    expect((await bed.client.get('/prompts'))['prompts']).toEqual([]);
  });

  it('answers 409 to a key pressed twice, 404 to unknown prompts and keys', async () => {
    const pushed = await pushTo({ behaviour: 'manual' });
    expect((await bed.client.post(`/prompts/${pushed.id}/approve`)).status).toBe(200);
    expect((await bed.client.post(`/prompts/${pushed.id}/approve`)).status).toBe(409);
    expect((await bed.client.post(`/prompts/${pushed.id}/shout`)).status).toBe(404);
    expect((await bed.client.post('/prompts/ws_CO_1/approve')).status).toBe(404);
    expect(await ledgerLength()).toBe(1);
  });

  it('expires when nobody presses a key', async () => {
    await bed.client.post('/settings', { promptTimeoutMs: 100 });
    const pushed = await pushTo({ behaviour: 'manual' });
    await eventually('the expiry', async () =>
      (await promptOf(pushed))?.['state'] === 'expired' ? true : undefined,
    );
    expect((await bed.client.post(`/prompts/${pushed.id}/approve`)).status).toBe(409);
  });

  it.each([
    [{ behaviour: 'dance' }, 400],
    [{ balanceKes: -1 }, 400],
    [{ delay: 5 }, 400],
  ])('refuses a phone it cannot be: %j', async (phone, status) => {
    const answer = await bed.client.post('/phones/254700000001', phone);
    expect([answer.status, (answer.json['problems'] as Json[]).length]).toEqual([status, 1]);
    expect((await bed.client.post('/phones/0700000001', {})).status).toBe(404);
  });
});
