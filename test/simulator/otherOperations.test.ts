import type { Json } from './darajaClient';
import { startTestBed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

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
    ['AccountReference', 'x'.repeat(21)],
    ['AccountReference', ''],
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

  it.each(['msisdn', 'shortcode'])('meets a fault that is matched by its %s', async (by) => {
    const { msisdn } = bed.fresh();
    const value = by === 'msisdn' ? msisdn : '174379';
    const match = { operation: 'standing_order', [by]: value };
    await bed.client.post('/faults', { match, fault: { kind: 'http_error' }, times: 1 });
    expect((await create({}, msisdn)).status).toBe(503);
  });

  it('refuses a second order of the same name by 1050, and a cancelled one by 1032', async () => {
    const { msisdn, path } = await create();
    await told(path);
    const again = await create({}, msisdn);
    expect(await told(again.path)).toMatchObject({ ResponseHeader: { responseCode: '1050' } });
    await bed.client.post(`/phones/${msisdn}`, { behaviour: 'cancel' });
    const cancelled = await create({ StandingOrderName: 'Loan' }, msisdn);
    expect(await told(cancelled.path)).toMatchObject({ ResponseHeader: { responseCode: '1032' } });
  });

  // Guarantees that a reader meets a failure in the shape of the page, which is not a success's.
  it.each(['CustomStoId', 'CustomstdoId'])(
    'tells a failure in capitals and under the id of the caller in %s',
    async (field) => {
      const { msisdn } = bed.fresh();
      await bed.client.post(`/phones/${msisdn}`, { behaviour: 'cancel' });
      const { json, path } = await create({ [field]: 'own-1' }, msisdn);
      const { ResponseHeader } = json as { ResponseHeader: Json };
      expect(await told(path)).toEqual({
        ResponseHeader: {
          responseRefID: ResponseHeader['responseRefID'],
          requestRefID: 'own-1',
          responseCode: '1032',
          responseDescription: 'Error',
        },
        ResponseBody: {
          ResponseData: [
            { Name: 'TransactionID', Value: '0000000000' },
            { Name: 'responseCode', Value: '1032' },
            { Name: 'Status', Value: 'ERROR' },
            { Name: 'Msisdn', Value: `*********${msisdn.slice(-3)}` },
          ],
        },
      });
    },
  );

  it.each(['CustomStoId', 'CustomstdoId'])(
    'tells a success in small letters and under the id of the caller in %s',
    async (field) => {
      const { path } = await create({ [field]: 'own-2' });
      expect(await told(path)).toMatchObject({
        responseHeader: { responseRefID: 'own-2', requestRefID: 'own-2', responseCode: '0' },
      });
    },
  );

  it('tells a failure under its own id where the caller has none', async () => {
    const { msisdn } = bed.fresh();
    await bed.client.post(`/phones/${msisdn}`, { behaviour: 'wrong_pin' });
    const { json, path } = await create({}, msisdn);
    const { responseRefID } = (json as { ResponseHeader: Json }).ResponseHeader;
    expect(await told(path)).toMatchObject({
      ResponseHeader: { responseRefID, requestRefID: responseRefID, responseCode: '2001' },
    });
  });

  it.each<[string, Json]>([
    ['a TransactionDesc as long as the sample', { TransactionDesc: 'Electric Bike Repayment' }],
    ['no TransactionDesc', { TransactionDesc: undefined }],
    ['the doubled name', { StandingOrderName: undefined, StandingOrderNameName: 'Rent' }],
    [
      'a paybill by its newest name',
      { TransactionType: 'Standing Order Pay Bill Ext-Third Party' },
    ],
    [
      'a till without AccountReference',
      {
        ...{ TransactionType: 'Standing Order Merchant Payment Ext-Third Party' },
        ...{ ReceiverPartyIdentifierType: 2, AccountReference: undefined },
      },
    ],
    ['numbers', { StartDate: 20_261_201, Frequency: 4, Amount: 4_500, AccountReference: 7 }],
  ])('accepts %s', async (_, change) => {
    expect((await create(change)).json).toMatchObject({ ResponseHeader: { responseCode: '200' } });
  });

  it.each<[string, Json]>([
    ['Remarks', { TransactionDesc: 'Fourteen chars' }],
    ['AccountReference', { AccountReference: 'THIRTEEN-CHAR' }],
    [
      'AccountReference',
      { TransactionType: 'Standing Order Customer Pay Marchant', AccountReference: undefined },
    ],
  ])('refuses a wrong %s under the documented rules', async (field, change) => {
    await bed.client.post('/settings', { requestRules: 'documented' });
    const { json } = await create(change);
    expect(json['errorMessage']).toBe(`Bad Request - Invalid ${field}`);
  });
});
