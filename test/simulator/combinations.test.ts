import type { Json } from './darajaClient';
import { operatorClient, type OperatorClient } from './operatorClient';
import { metadata, startTestBed, stkCallback, type Pushed, type TestBed } from './testBed';

/*
 * Two things at once: a fault with a phone, a row with a row, a reset with a push. Each alone does
 * what the README says; together they must still move money once, and only by who can pay.
 */
let bed: TestBed;
let operator: OperatorClient;
beforeAll(async () => {
  bed = await startTestBed(['--prompt-timeout-ms', '150', '--approve-delay-ms', '20']);
  operator = await operatorClient(bed);
});
afterAll(() => bed.stop());
beforeEach(async () => {
  await bed.client.post('/reset');
  await bed.client.post('/settings', { resultDelayMs: 10 });
});

const PAID_AS_UNKNOWN = { kind: 'result_code', resultCode: 7777, moneyMoves: true };

async function pushWith(fault: Json, phone: Json, overrides: Json = {}): Promise<Pushed> {
  const { msisdn } = bed.fresh();
  await bed.client.post('/faults', { match: { msisdn }, fault });
  await bed.client.post(`/phones/${msisdn}`, phone);
  return bed.pushFresh({ PhoneNumber: msisdn, ...overrides });
}

async function codesOf({ path }: Pushed): Promise<unknown[]> {
  const arrivals = await bed.receiver.expect(path);
  return arrivals.map(({ body }) => stkCallback(body)['ResultCode']);
}

async function ledger(): Promise<Json[]> {
  return (await bed.client.get('/ledger'))['entries'] as Json[];
}

describe('a chosen end and a phone', () => {
  // Guarantees that one prompt never moves money twice.
  it.each([true, false])('is the only end, with money moving: %p', async (moneyMoves) => {
    const fault = { ...PAID_AS_UNKNOWN, moneyMoves };
    const pushed = await pushWith(fault, { behaviour: 'approve_after_timeout', delayMs: 10 });
    await codesOf(pushed);
    // A prompt that nobody approves in time cannot be paid by a fault either.
    const last = await bed.pushFresh();
    await codesOf(last);
    const entries = await ledger();
    expect(entries.filter(({ msisdn }) => msisdn === pushed.msisdn)).toHaveLength(0);
  });

  it('moves the money of who approves, once, under the code of the fault', async () => {
    const pushed = await pushWith(PAID_AS_UNKNOWN, { behaviour: 'approve' });
    expect(await codesOf(pushed)).toEqual([7777]);
    expect(await ledger()).toHaveLength(1);
  });

  it.each<[string, Json, Json, unknown]>([
    ['who cancels', { behaviour: 'cancel' }, {}, 1032],
    ['who does not answer', { behaviour: 'ignore' }, {}, 1037],
    ['who has no money', { balanceKes: 0 }, {}, 1],
    ['who pays a number that nobody has', {}, { PartyB: '111111' }, 'SFC_IC0003'],
  ])('moves no money of %s', async (_who, phone, overrides, code) => {
    expect(await codesOf(await pushWith(PAID_AS_UNKNOWN, phone, overrides))).toEqual([code]);
    expect(await ledger()).toHaveLength(0);
  });
});

describe('a row picked twice', () => {
  it('by phone and by amount strikes every other push, as one row', async () => {
    const push = { PhoneNumber: '254110000910', Amount: '9910' };
    const statuses: number[] = [];
    for (let pushed = 0; pushed < 4; pushed += 1) {
      const { status, path } = await bed.pushFresh(push);
      statuses.push(status);
      if (status === 200) await bed.receiver.expect(path);
    }
    expect(statuses).toEqual([500, 200, 500, 200]);
  });
});

describe('a reset', () => {
  // Guarantees that a reset between two tests leaves no client of the first one hanging.
  it('answers a push whose callback was held back', async () => {
    const faults = [{ kind: 'callback_before_response' }, { kind: 'callback_late' }];
    for (const fault of faults) await bed.client.post('/faults', { fault });
    const { msisdn } = bed.fresh();
    const answer = bed.pushFresh({ PhoneNumber: msisdn });
    await bed.client.event('prompt_approved');
    await bed.client.post('/reset');
    expect((await answer).status).toBe(200);
  });
});

describe('a receipt that two organisations have', () => {
  it('is given back by the one that is asked', async () => {
    const menu = { payee: '600984', msisdn: '254700000001', amountKes: 50 };
    await bed.client.post('/payments', menu);
    await bed.client.post('/faults', { fault: { kind: 'receipt_clash' } });
    const pushed = await bed.pushFresh({ Amount: '50' });
    const [arrival] = await bed.receiver.expect(pushed.path);
    const receipt = metadata(arrival?.body ?? '')['MpesaReceiptNumber'];
    const sent = await operator.send('/mpesa/reversal/v1/request', {
      ...{ Initiator: 'testapi', CommandID: 'TransactionReversal', TransactionID: receipt },
      ...{ Amount: '50', ReceiverParty: '174379', RecieverIdentifierType: '11' },
    });
    expect((await operator.result(sent))['ResultCode']).toBe(0);
    const [reversal] = (await ledger()).filter(({ kind }) => kind === 'reversal');
    expect(reversal).toMatchObject({ shortcode: '174379', msisdn: pushed.msisdn });
  });
});

describe('an organisation that is entered again', () => {
  it('keeps its money, so that its statement adds up', async () => {
    const shortcode = '600984';
    await bed.client.post('/payments', { payee: shortcode, msisdn: '254700000001', amountKes: 9 });
    const before = await organisation(shortcode);
    await bed.client.post('/shortcodes', { shortcode, passkey: 'another' });
    expect(await organisation(shortcode)).toMatchObject({
      passkey: 'another',
      balanceKes: before['balanceKes'],
    });
  });

  async function organisation(shortcode: string): Promise<Json> {
    const all = (await bed.client.get('/shortcodes'))['shortcodes'] as Json[];
    return all.find((each) => each['shortcode'] === shortcode) ?? {};
  }
});

describe('the daily limit', () => {
  it('counts payments of the menu too', async () => {
    await bed.client.post('/settings', { dailyLimitRule: true });
    const { msisdn } = bed.fresh();
    await bed.client.post(`/phones/${msisdn}`, { balanceKes: 1_000_000 });
    const menu = { payee: '600984', msisdn, amountKes: 250_000 };
    const statuses: number[] = [];
    for (let paid = 0; paid < 3; paid += 1) {
      statuses.push((await bed.client.post('/payments', menu)).status);
    }
    expect(statuses).toEqual([201, 201, 409]);
  });
});
