import { sandboxPasskey, signed, type Json } from './darajaClient';
import { startTestBed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

const minuteMs = 60_000;

const signedLater = (offMs: number): Json => signed('174379', sandboxPasskey, Date.now() + offMs);

async function messageOf(answer: Promise<{ json: Json }>): Promise<unknown> {
  return (await answer).json['errorMessage'];
}

// Guarantees that a client written for Safaricom is not refused for what Safaricom takes.
describe('the Timestamp of a public client', () => {
  const clocks: readonly [string, number][] = [
    ['UTC, as in the library of Safaricom', -180 * minuteMs],
    ['the time of an American server', -600 * minuteMs],
    ['eleven minutes old', -11 * minuteMs],
    ['a day ahead', 1_440 * minuteMs],
    ['ten years old', -5_256_000 * minuteMs],
  ];

  it.each(clocks)('is accepted when it is %s', async (_, offMs) => {
    const pushed = await bed.pushFresh(signedLater(offMs));
    expect(pushed.json).toMatchObject({ ResponseCode: '0' });
    const asked = await bed.client.query(pushed.id, signedLater(offMs));
    expect(asked.json['errorMessage']).not.toBe('Bad Request - Invalid Timestamp');
  });

  it.each(clocks)('is refused under timestampSkewMinutes when it is %s', async (_, offMs) => {
    await bed.client.post('/settings', { timestampSkewMinutes: 10 });
    const refusal = 'Bad Request - Invalid Timestamp';
    expect(await messageOf(bed.client.push(signedLater(offMs)))).toBe(refusal);
    expect(await messageOf(bed.client.query('ws_CO_1', signedLater(offMs)))).toBe(refusal);
  });

  it('is accepted as a JSON number', async () => {
    const { Timestamp, ...rest } = signed('174379', sandboxPasskey);
    const pushed = await bed.pushFresh({ ...rest, Timestamp: Number(Timestamp) });
    expect(pushed.json).toMatchObject({ ResponseCode: '0' });
  });
});

describe('the TransactionDesc of a public client', () => {
  const long = 'Lipa na mpesa online';

  it('is accepted beyond 13 characters', async () => {
    const pushed = await bed.pushFresh({ TransactionDesc: long });
    expect(pushed.json).toMatchObject({ ResponseCode: '0' });
  });

  it('is refused beyond 13 characters under the documented rules', async () => {
    await bed.client.post('/settings', { requestRules: 'documented' });
    const refusal = await messageOf(bed.client.push({ TransactionDesc: long }));
    expect(refusal).toBe('Bad Request - Invalid Remarks');
    const pushed = await bed.pushFresh({ TransactionDesc: 'Thirteen char' });
    expect(pushed.json).toMatchObject({ ResponseCode: '0' });
  });

  it('is refused at 279 characters, as in the sandbox, under the name it has there', async () => {
    const refusal = await messageOf(bed.client.push({ TransactionDesc: 'x'.repeat(279) }));
    expect(refusal).toBe('Bad Request - Invalid Remarks');
  });
});

describe('the AccountReference of a public client', () => {
  it('is accepted with 15 characters, as in the sandbox', async () => {
    const pushed = await bed.pushFresh({ AccountReference: 'UMJ-2026-000123' });
    expect(pushed.json).toMatchObject({ ResponseCode: '0' });
  });

  it.each([
    ['tolerant', 21],
    ['documented', 13],
  ])('is refused under %s rules with %i characters', async (requestRules, length) => {
    await bed.client.post('/settings', { requestRules });
    const refusal = await messageOf(bed.client.push({ AccountReference: 'x'.repeat(length) }));
    expect(refusal).toBe('Bad Request - Invalid AccountReference');
  });
});

describe('numbers and texts of a public client', () => {
  const bigint = (text: unknown): number => Number(text);

  it.each<[string, Json]>([
    ['an order number as AccountReference', { AccountReference: 1042 }],
    ['a number as TransactionDesc', { TransactionDesc: 1042 }],
    ['Amount as a number', { Amount: 10 }],
    ['Amount as a text', { Amount: '10' }],
    ['PartyB as a number', { PartyB: 174_379 }],
    ['BusinessShortCode as a number', { BusinessShortCode: 174_379 }],
    ['an unknown field beside them', { Remark: 'x', IdentifierType: null }],
  ])('are accepted: %s', async (_, change) => {
    const pushed = await bed.pushFresh(change);
    expect(pushed.json).toMatchObject({ ResponseCode: '0' });
  });

  it('are accepted: PartyA and PhoneNumber as numbers', async () => {
    const { msisdn } = bed.fresh();
    const pushed = await bed.pushFresh({ PartyA: bigint(msisdn), PhoneNumber: bigint(msisdn) });
    expect(pushed.json).toMatchObject({ ResponseCode: '0' });
  });

  it.each<[string, Json, string]>([
    ['AccountReference', { AccountReference: 1042 }, 'AccountReference'],
    ['TransactionDesc', { TransactionDesc: 1042 }, 'Remarks'],
    ['Timestamp', { Timestamp: 20_261_123_203_015 }, 'Timestamp'],
  ])('are told apart in %s under the documented rules', async (_, change, refusedAs) => {
    await bed.client.post('/settings', { requestRules: 'documented' });
    const refusal = await messageOf(bed.client.push(change));
    expect(refusal).toBe(`Bad Request - Invalid ${refusedAs}`);
  });

  it('are told apart in a numeric field by no rule', async () => {
    await bed.client.post('/settings', { requestRules: 'documented' });
    for (const change of [{ Amount: 10 }, { Amount: '10' }, { BusinessShortCode: 174_379 }]) {
      expect((await bed.pushFresh(change)).json).toMatchObject({ ResponseCode: '0' });
    }
  });

  it('are accepted in a QR code', async () => {
    const order = { MerchantName: 'A', RefNo: 7, Amount: '1', TrxCode: 'BG', CPI: 373_132 };
    const { json } = await bed.client.call('/mpesa/qrcode/v1/generate', { ...order, Size: 300 });
    expect(json).toMatchObject({ ResponseDescription: 'QR Code Successfully Generated.' });
  });
});

describe('the TransactionType of a public client', () => {
  // The most used client on npm sends it so by default.
  const spaced = 'CustomerPayBillOnline ';

  it('may have a blank at its end', async () => {
    const pushed = await bed.pushFresh({ TransactionType: spaced });
    expect(pushed.json).toMatchObject({ ResponseCode: '0' });
  });

  it('may not have a blank at its end under the documented rules', async () => {
    await bed.client.post('/settings', { requestRules: 'documented' });
    const refusal = await messageOf(bed.client.push({ TransactionType: spaced }));
    expect(refusal).toBe('Bad Request - Invalid TransactionType');
  });
});

describe('a C2B payment that is simulated', () => {
  const simulate = (more: Json) =>
    bed.client.call('/mpesa/c2b/v2/simulate', {
      ...{ ShortCode: 174_379, CommandID: 'CustomerPayBillOnline', Amount: 5 },
      ...{ Msisdn: 254_708_374_149, BillRefNumber: 'ORD-1', ...more },
    });
  const unsuited: readonly [string, Json, string][] = [
    ['Buy Goods to a paybill', { CommandID: 'CustomerBuyGoodsOnline' }, '174379'],
    ['Pay Bill to a till', { ShortCode: '7654320' }, '7654320'],
  ];

  it.each(unsuited)('is made as %s', async (_, change, shortcode) => {
    expect((await simulate(change)).json).toMatchObject({ ResponseCode: '0' });
    const moved = await bed.client.event('money_moved', { movement: 'c2b' });
    expect(moved).toMatchObject({ shortcode });
  });

  it.each(unsuited)('is refused as %s under the documented rules', async (_, change) => {
    await bed.client.post('/settings', { requestRules: 'documented' });
    const { status, json } = await simulate(change);
    expect([status, json['errorMessage']]).toEqual([400, 'Bad Request - Invalid CommandID']);
  });
});
