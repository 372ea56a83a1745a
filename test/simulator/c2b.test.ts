import type { Json } from './darajaClient';
import { metadata, startTestBed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

interface Registered {
  readonly confirmation: string;
  readonly validation: string;
}

async function register(version = 'v2', more: Json = {}): Promise<Registered> {
  const { path } = bed.fresh();
  const [confirmation, validation] = [`${path}/confirm`, `${path}/validate`];
  const { status } = await bed.client.call(`/mpesa/c2b/${version}/registerurl`, {
    ShortCode: '174379',
    ResponseType: 'Completed',
    ConfirmationURL: bed.receiver.url(confirmation),
    ValidationURL: bed.receiver.url(validation),
    ...more,
  });
  expect(status).toBe(200);
  return { confirmation, validation };
}

async function confirmed({ confirmation }: Registered): Promise<Json> {
  const [arrival] = await bed.receiver.expect(confirmation);
  return JSON.parse(arrival?.body ?? '') as Json;
}

const simulate = (more: Json = {}) =>
  bed.client.call('/mpesa/c2b/v2/simulate', {
    ...{ ShortCode: 174_379, CommandID: 'CustomerPayBillOnline', Amount: 5 },
    ...{ Msisdn: 254_708_374_149, BillRefNumber: 'ORD-1', ...more },
  });

describe('registering C2B addresses', () => {
  it.each<[string, Json, string]>([
    ['another case of ResponseType', { ResponseType: 'completed' }, 'ResponseType'],
    ['an unknown shortcode', { ShortCode: '999999' }, 'ShortCode'],
    ['no confirmation', { ConfirmationURL: undefined }, 'ConfirmationURL'],
    ['the word M-Pesa', { ConfirmationURL: 'https://a.test/Mpesa' }, 'ConfirmationURL'],
    ['the word query', { ValidationURL: 'https://a.test/query' }, 'ValidationURL'],
    ['a word inside a token', { ValidationURL: 'https://a.test/aEXEc' }, 'ValidationURL'],
  ])('refuses %s with 400.003.02', async (_, change, field) => {
    const answer = await bed.client.call('/mpesa/c2b/v2/registerurl', {
      ShortCode: '174379',
      ResponseType: 'Completed',
      ConfirmationURL: 'https://a.test/c',
      ValidationURL: 'https://a.test/v',
      ...change,
    });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({
      errorCode: '400.003.02',
      errorMessage: `Bad Request - Invalid ${field}`,
    });
  });

  it('acknowledges with the misspelt key and without a ConversationID', async () => {
    const { json } = await bed.client.call('/mpesa/c2b/v1/registerurl', {
      ShortCode: '600984',
      ResponseType: 'Cancelled',
      ConfirmationURL: 'https://a.test/c',
      ValidationURL: 'https://a.test/v',
    });
    expect(json).toEqual({
      OriginatorCoversationID: expect.any(String),
      ResponseCode: '0',
      ResponseDescription: 'Success',
    });
  });

  it('takes one registration only where the setting says so', async () => {
    await register();
    await register();
    await bed.client.post('/settings', { c2bRegisterOnce: true });
    const again = await bed.client.call('/mpesa/c2b/v2/registerurl', {
      ShortCode: '174379',
      ResponseType: 'Completed',
      ConfirmationURL: 'https://a.test/c',
      ValidationURL: 'https://a.test/v',
    });
    expect(again.status).toBe(500);
    expect(again.json).toMatchObject({
      errorCode: '500.003.1001',
      errorMessage: 'Urls are already registered.',
    });
  });
});

describe('the C2B confirmation', () => {
  it('is flat, all strings, with a masked number', async () => {
    const registered = await register();
    expect((await simulate()).json).toMatchObject({ ResponseCode: '0' });
    expect(await confirmed(registered)).toEqual({
      TransactionType: 'Pay Bill',
      TransID: expect.stringMatching(/^[0-9A-Z]{10}$/),
      TransTime: expect.stringMatching(/^\d{14}$/),
      TransAmount: '5.00',
      BusinessShortCode: '174379',
      BillRefNumber: 'ORD-1',
      InvoiceNumber: '',
      OrgAccountBalance: '1000005.00',
      ThirdPartyTransID: '',
      MSISDN: '2547 ***** 149',
      FirstName: expect.any(String),
      MiddleName: '',
      LastName: '',
    });
  });

  it.each([
    ['v1', 'by_version', /^[0-9a-f]{64}$/],
    ['v2', 'by_version', /^2547 \*{5} 149$/],
    ['v2', 'masked', /^25470\*{4}149$/],
    ['v2', 'hashed', /^[0-9a-f]{64}$/],
    ['v2', 'clear', /^254708374149$/],
  ])('%s with %s shows the number so', async (version, c2bMsisdnShape, shape) => {
    await bed.client.post('/settings', { c2bMsisdnShape });
    const registered = await register(version);
    await simulate();
    expect((await confirmed(registered))['MSISDN']).toMatch(shape);
  });

  // Guarantees that one payment reaches a registered paybill by two APIs with one receipt.
  it('follows an STK payment with the same receipt', async () => {
    const registered = await register();
    const pushed = await bed.pushFresh();
    const [callback] = await bed.receiver.expect(pushed.path);
    const { TransID, BillRefNumber } = await confirmed(registered);
    expect(TransID).toBe(metadata(callback?.body ?? '')['MpesaReceiptNumber']);
    expect(BillRefNumber).toBe('ORD-1');
  });

  it('comes for a payment of the menu, and not when a fault loses it', async () => {
    const registered = await register();
    const lost = { match: { operation: 'c2b_confirmation', amountKes: 7 } };
    await bed.client.post('/faults', { ...lost, fault: { kind: 'callback_lost' } });
    const pay = (amountKes: number) =>
      bed.client.post('/payments', { payee: '174379', msisdn: '254700000001', amountKes });
    expect((await pay(7)).status).toBe(201);
    const { json } = await pay(8);
    expect((await confirmed(registered))['TransID']).toBe(json['receipt']);
    expect(bed.receiver.arrivals(registered.confirmation)).toHaveLength(1);
    expect((await bed.client.get('/ledger'))['entries']).toHaveLength(2);
  });

  it('comes again and again, with the gap of the fault between', async () => {
    const registered = await register();
    const match = { operation: 'c2b_confirmation' };
    const fault = { kind: 'callback_doubled', copies: 3, gapMs: 80 };
    await bed.client.post('/faults', { match, fault });
    const payment = { payee: '174379', msisdn: '254700000001', amountKes: 7 };
    await bed.client.post('/payments', payment);
    const [first, , third] = await bed.receiver.expect(registered.confirmation, 3);
    expect((third?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(100);
    expect(third?.body).toBe(first?.body);
  });

  it('refuses a payment of the menu nobody can make', async () => {
    const payment = { payee: '174379', msisdn: '254700000001', amountKes: 60_000 };
    expect((await bed.client.post('/payments', payment)).status).toBe(409);
    expect((await bed.client.post('/payments', { ...payment, payee: '999999' })).status).toBe(404);
    expect((await bed.client.post('/payments', { ...payment, amountKes: 0 })).status).toBe(400);
  });

  it.each<[string, Json, string]>([
    ['a text as a sum', { Amount: 'five' }, 'Amount'],
    ['a paybill without an account', { BillRefNumber: null }, 'BillRefNumber'],
    ['an account of 21 characters', { BillRefNumber: 'x'.repeat(21) }, 'BillRefNumber'],
    ['another command', { CommandID: 'Pay' }, 'CommandID'],
  ])('simulate refuses %s', async (_, change, field) => {
    const { status, json } = await simulate(change);
    expect([status, json['errorMessage']]).toEqual([400, `Bad Request - Invalid ${field}`]);
  });

  it('takes no account for a till', async () => {
    const till = { ShortCode: '7654320', CommandID: 'CustomerBuyGoodsOnline', BillRefNumber: null };
    expect((await simulate(till)).status).toBe(200);
    const moved = await bed.client.event('money_moved', { movement: 'c2b' });
    expect(moved).toMatchObject({ shortcode: '7654320', accountReference: '' });
  });
});
