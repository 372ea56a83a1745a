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
  const register = (more: Json = {}) =>
    bed.client.call('/pulltransactions/v1/register', {
      ...{ ShortCode: '174379', RequestType: 'Pull', NominatedNumber: '0700000001' },
      ...{ CallBackURL: 'https://a.test/pull', ...more },
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
    ['a date that does not exist', { StartDate: '2026-02-31 00:00:00' }],
    ['another format', { EndDate: '23-11-2026 00:00:00' }],
    ['no shortcode', { ShortCode: undefined }],
    ['a shortcode nobody has', { ShortCode: '999999' }],
    ['a date that is not a text', { StartDate: 5 }],
    ['an offset that is not a number', { OffSetValue: 'x' }],
  ])('refuses %s', async (_, change) => {
    await register();
    const { status, json } = await query(change);
    expect([status, json['errorCode']]).toEqual([400, '400.001']);
  });

  it.each<[string, Json]>([
    ['a shortcode nobody has', { ShortCode: '999999' }],
    ['another request type', { RequestType: 'Push' }],
    ['a number that is not a phone', { NominatedNumber: '12' }],
    ['no address', { CallBackURL: undefined }],
  ])('does not register %s', async (_, change) => {
    const { status, json } = await register(change);
    expect([status, json['errorCode']]).toEqual([400, '400.001']);
  });

  it.each(['register', 'query'])('refuses a %s that is not JSON by 400.001', async (name) => {
    const { status, json } = await bed.client.call(`/pulltransactions/v1/${name}`, '[');
    expect([status, json['errorCode']]).toEqual([400, '400.001']);
  });

  it('answers for a shortcode that is not registered as for a quiet till', async () => {
    const payment = { payee: '174379', msisdn: '254700000009', amountKes: 300 };
    await bed.client.post('/payments', payment);
    expect((await query()).json).toMatchObject({ ResponseCode: '1001', Response: '[[]]' });
    await bed.client.post('/settings', { pullRequiresRegistration: false });
    expect((await query()).json).toMatchObject({ ResponseCode: '1000', Response: [[{}]] });
  });

  it('refuses a shortcode that is not registered under the documented rules', async () => {
    await bed.client.post('/settings', { requestRules: 'documented' });
    const { status, json } = await query();
    expect([status, json['errorCode']]).toEqual([400, '400.001']);
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
