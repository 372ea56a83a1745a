import type { Json } from './darajaClient';
import { metadata, startTestBed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

const hourMs = 3_600_000;
const eastAfrica = (atMs: number): string =>
  new Date(atMs + 3 * hourMs).toISOString().slice(0, 19).replace('T', ' ');

describe('Pull', () => {
  const register = () =>
    bed.client.call('/pulltransactions/v1/register', {
      ...{ ShortCode: '174379', RequestType: 'Pull', NominatedNumber: '0700000001' },
      CallBackURL: 'https://a.test/pull',
    });
  const query = (more: Json = {}) =>
    bed.client.call('/pulltransactions/v1/query', {
      ShortCode: '174379',
      StartDate: eastAfrica(Date.now() - 24 * hourMs),
      EndDate: eastAfrica(Date.now()),
      OffSetValue: '0',
      ...more,
    });

  it.each<[string, Json]>([
    ['a window of more than 48 hours', { StartDate: eastAfrica(Date.now() - 49 * hourMs) }],
    ['a window that ends before it begins', { StartDate: eastAfrica(Date.now() + hourMs) }],
    ['a date that is none', { StartDate: '2026-02-31 00:00:00' }],
    ['another format', { EndDate: '23-11-2026 00:00:00' }],
  ])('refuses %s', async (_, change) => {
    await register();
    const { status, json } = await query(change);
    expect([status, json['errorCode']]).toEqual([400, '400.001']);
  });

  it('wants the shortcode registered, unless the setting says otherwise', async () => {
    expect((await query()).status).toBe(400);
    await bed.client.post('/settings', { pullRequiresRegistration: false });
    expect((await query()).status).toBe(200);
  });

  it('registers once: 1000, then 1001', async () => {
    expect((await register()).json).toEqual({
      ResponseRefID: expect.any(String),
      ResponseStatus: '1000',
      ShortCode: '174379',
      ResponseDescription: expect.any(String),
    });
    await bed.client.post('/settings', { pullKeys: 'spaced' });
    expect((await register()).json).toMatchObject({ 'Response Status': '1001' });
  });

  it('answers 1001 when there is nothing, as a text or nested', async () => {
    await register();
    expect((await query()).json).toMatchObject({ ResponseCode: '1001', Response: '[[]]' });
    await bed.client.post('/settings', { pullEmptyShape: 'nested' });
    expect((await query()).json).toMatchObject({ ResponseCode: '1001', Response: [[]] });
  });

  // Guarantees that a payment whose callback was lost can still be found.
  it('lists payments in a list in a list, and pages by row', async () => {
    await register();
    await bed.client.post('/settings', { pullPageSize: 1 });
    const pushed = await bed.pushFresh();
    const [arrival] = await bed.receiver.expect(pushed.path);
    await bed.client.post('/payments', { payee: '174379', msisdn: '254700000009', amountKes: 7 });
    const { json } = await query();
    expect(json).toMatchObject({ ResponseCode: '1000', ResponseMessage: 'Success' });
    expect(json['Response']).toEqual([
      [
        {
          transactionId: metadata(arrival?.body ?? '')['MpesaReceiptNumber'],
          trxDate: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/),
          msisdn: Number(pushed.msisdn.slice(3)),
          sender: expect.any(String),
          transactiontype: 'c2b-pay-bill-debit',
          billreference: 'ORD-1',
          amount: '10.00',
          organizationname: 'Daraja Sandbox',
        },
      ],
    ]);
    const second = (await query({ OffSetValue: '1' })).json['Response'];
    expect(second).toMatchObject([[{ amount: '7.00' }]]);
    expect((await query({ OffSetValue: '2' })).json['ResponseCode']).toBe('1001');
  });

  it('writes its Z in East Africa Time, or truly in UTC where the setting says so', async () => {
    await register();
    await bed.client.post('/payments', { payee: '174379', msisdn: '254700000009', amountKes: 7 });
    const dates: number[] = [];
    for (const pullZone of ['east_africa', 'utc']) {
      await bed.client.post('/settings', { pullZone });
      const [[row]] = (await query()).json['Response'] as [[{ trxDate: string }]];
      dates.push(Date.parse(row.trxDate));
    }
    expect((dates[0] ?? 0) - (dates[1] ?? 0)).toBe(3 * hourMs);
  });
});

describe('Dynamic QR', () => {
  const order = { MerchantName: 'A', RefNo: 'B', Amount: 1, TrxCode: 'BG', CPI: '1', Size: '300' };

  it('refuses an unknown kind of payment', async () => {
    const { status, json } = await bed.client.call('/mpesa/qrcode/v1/generate', {
      ...order,
      TrxCode: 'XX',
    });
    expect([status, json['errorMessage']]).toEqual([400, 'Bad Request - Invalid TrxCode']);
  });

  it.each([
    ['AG', /^AG_\d{8}_[0-9a-f]{20}$/],
    ['00', /^00$/],
  ])('answers a PNG with ResponseCode %s', async (qrResponseCode, shape) => {
    await bed.client.post('/settings', { qrResponseCode });
    const { json } = await bed.client.call('/mpesa/qrcode/v1/generate', order);
    expect(json['ResponseCode']).toMatch(shape);
    const png = Buffer.from(String(json['QRCode']), 'base64');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
  });
});

describe('Ratiba', () => {
  const order = (msisdn: string, path: string): Json => ({
    StandingOrderName: 'Rent',
    StartDate: '20261201',
    EndDate: '20271201',
    BusinessShortCode: '174379',
    TransactionType: 'Standing Order Customer Pay Bill',
    ReceiverPartyIdentifierType: '4',
    Amount: '4500',
    PartyA: msisdn,
    CallBackURL: bed.receiver.url(path),
    AccountReference: 'Test',
    TransactionDesc: 'Test',
    Frequency: '4',
  });
  const create = async (more: Json = {}, msisdn = bed.fresh().msisdn) => {
    const { path } = bed.fresh();
    const body = { ...order(msisdn, path), ...more };
    const answered = await bed.client.call('/standingorder/v1/createStandingOrderExternal', body);
    return { ...answered, path, msisdn };
  };
  const told = async (path: string): Promise<Json> => {
    const [arrival] = await bed.receiver.expect(path);
    return JSON.parse(arrival?.body ?? '') as Json;
  };

  it.each([
    ['Frequency', '10'],
    ['StartDate', '2026-12-01'],
    ['TransactionDesc', 'Fourteen chars'],
  ])('refuses a wrong %s', async (field, value) => {
    const { json } = await create({ [field]: value });
    expect(json['errorMessage']).toBe(`Bad Request - Invalid ${field}`);
  });

  it('acknowledges with 200 in header and body, and tells the result by name', async () => {
    const { json, path } = await create();
    expect(json).toMatchObject({
      ResponseHeader: { responseCode: '200' },
      ResponseBody: { responseCode: '200' },
    });
    const result = await told(path);
    expect(result).toMatchObject({ responseHeader: { responseCode: '0' } });
    expect((result['responseBody'] as { responseData: Json[] }).responseData).toContainEqual({
      name: 'Status',
      value: 'OKAY',
    });
  });

  it('refuses a second order of the same name by 1050, and a cancelled one by 1032', async () => {
    const { msisdn, path } = await create();
    await told(path);
    const again = await create({}, msisdn);
    expect(await told(again.path)).toMatchObject({ responseHeader: { responseCode: '1050' } });
    await bed.client.post(`/phones/${msisdn}`, { behaviour: 'cancel' });
    const cancelled = await create({ StandingOrderName: 'Loan' }, msisdn);
    expect(await told(cancelled.path)).toMatchObject({ responseHeader: { responseCode: '1032' } });
  });
});
