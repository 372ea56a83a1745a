import { signed } from './darajaClient';
import { metadata, startTestBed, stkCallback, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

describe('an accepted STK push', () => {
  // Guarantees that a second push while a prompt is open is refused, as one SIM holds one session.
  it('locks the subscriber while the prompt is open', async () => {
    const { msisdn } = await bed.pushFresh();
    const second = await bed.pushFresh({ PhoneNumber: msisdn });
    expect(second.status).toBe(500);
    expect(second.json).toMatchObject({
      errorCode: '500.001.1001',
      errorMessage:
        'Unable to lock subscriber, a transaction is already in process for the current subscriber',
    });
  });

  // Guarantees that there is no idempotency: a client that sends twice charges twice.
  it('prompts again for the same reference once no prompt is open', async () => {
    const first = await bed.pushFresh();
    await bed.receiver.expect(first.path);
    const second = await bed.pushFresh({ PhoneNumber: first.msisdn });
    await bed.receiver.expect(second.path);
    expect(second.id).not.toBe(first.id);
    const { prompts } = await bed.client.get('/prompts?all=true');
    expect(prompts).toHaveLength(2);
    const { entries } = await bed.client.get('/ledger');
    expect(entries).toHaveLength(2);
  });

  it('is answered in the shape of Daraja, all strings', async () => {
    const { status, json, msisdn } = await bed.pushFresh();
    expect(status).toBe(200);
    expect(json).toEqual({
      MerchantRequestID: expect.stringMatching(/^[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]+$/),
      CheckoutRequestID: expect.stringMatching(
        new RegExp(String.raw`^ws_CO_\d{14}\d{3}${msisdn.slice(-9)}$`),
      ),
      ResponseCode: '0',
      ResponseDescription: 'Success. Request accepted for processing',
      CustomerMessage: 'Success. Request accepted for processing',
    });
  });

  it('carries its East Africa time in the CheckoutRequestID', async () => {
    const { id } = await bed.pushFresh();
    const shown = /^ws_CO_(\d{2})(\d{2})(\d{4})(\d{2})/.exec(id)?.slice(1);
    const now = new Date(Date.now() + 3 * 3_600_000);
    expect(shown?.slice(0, 3).map(Number)).toEqual([
      now.getUTCDate(),
      now.getUTCMonth() + 1,
      now.getUTCFullYear(),
    ]);
  });

  it('takes numbers as numbers, and answers one where the setting says so', async () => {
    await bed.client.post('/settings', { responseCodeType: 'number' });
    const { status, json } = await bed.pushFresh({ BusinessShortCode: 174_379, Amount: 10 });
    expect([status, json['ResponseCode']]).toEqual([200, 0]);
  });

  it('takes a push without TransactionDesc', async () => {
    expect((await bed.pushFresh({ TransactionDesc: undefined })).status).toBe(200);
  });

  it('pays a till by store number, till number and Buy Goods', async () => {
    const pushed = await bed.pushFresh({
      ...signed('7654320', 'simulator-passkey-7654320'),
      TransactionType: 'CustomerBuyGoodsOnline',
      PartyB: '7654321',
    });
    const [arrival] = await bed.receiver.expect(pushed.path);
    expect(stkCallback(arrival?.body ?? '')['ResultCode']).toBe(0);
    const { entries } = await bed.client.get('/ledger');
    expect(entries).toMatchObject([{ shortcode: '7654320', partyB: '7654321' }]);
  });

  // Guarantees that a wrong pairing is accepted first and refused later, without any prompt.
  it.each([
    ['the till of another', '7654321', 'CustomerPayBillOnline', 2028],
    ['Buy Goods to a paybill', '174379', 'CustomerBuyGoodsOnline', 2028],
    ['a number nobody has', '888888', 'CustomerPayBillOnline', 'SFC_IC0003'],
  ])('accepts %s and then fails', async (_, PartyB, TransactionType, code) => {
    const pushed = await bed.pushFresh({ PartyB, TransactionType });
    expect(pushed.status).toBe(200);
    const [arrival] = await bed.receiver.expect(pushed.path);
    expect(stkCallback(arrival?.body ?? '')['ResultCode']).toBe(code);
    const { prompts } = await bed.client.get('/prompts?all=true');
    expect(prompts).toMatchObject([{ shown: false, state: 'failed' }]);
  });

  it('refuses the same amount within two minutes by 17 where set so', async () => {
    await bed.client.post('/settings', { sameAmountRule: true });
    const first = await bed.pushFresh();
    await bed.receiver.expect(first.path);
    const second = await bed.pushFresh({ PhoneNumber: first.msisdn });
    const [arrival] = await bed.receiver.expect(second.path);
    expect(stkCallback(arrival?.body ?? '')['ResultCode']).toBe(17);
    const other = await bed.pushFresh({ PhoneNumber: first.msisdn, Amount: '11' });
    const [paid] = await bed.receiver.expect(other.path);
    expect(stkCallback(paid?.body ?? '')['ResultCode']).toBe(0);
  });
});

describe('the STK callback', () => {
  it('tells a success on the wire exactly as Daraja does', async () => {
    const pushed = await bed.pushFresh({ Amount: '1' });
    const [arrival] = await bed.receiver.expect(pushed.path);
    const { body = '', headers, rawHeaders } = arrival ?? {};
    expect(headers?.['content-type']).toBe('application/json;charset=UTF-8');
    expect(rawHeaders).toContain('Businessshortcode');
    expect(headers?.['businessshortcode']).toBe('174379');
    expect(body).toContain('{"Name":"Amount","Value":1.00}');
    expect(body).toContain('{"Name":"Balance"}');
    expect(body).toMatch(/\{"Name":"TransactionDate","Value":\d{14}\}/);
    expect(body).toContain(`{"Name":"PhoneNumber","Value":${pushed.msisdn}}`);
    expect(stkCallback(body)).toMatchObject({
      MerchantRequestID: pushed.json['MerchantRequestID'],
      CheckoutRequestID: pushed.id,
      ResultCode: 0,
      ResultDesc: 'The service request is processed successfully.',
    });
    const { entries } = await bed.client.get('/ledger');
    const receipt = metadata(body)['MpesaReceiptNumber'];
    expect(entries).toMatchObject([
      {
        receipt,
        amountKes: 1,
        shortcode: '174379',
        msisdn: pushed.msisdn,
        accountReference: 'ORD-1',
        checkoutRequestId: pushed.id,
      },
    ]);
  });

  it('tells a failure without any metadata', async () => {
    const { msisdn, path } = bed.fresh();
    await bed.client.post(`/phones/${msisdn}`, { behaviour: 'cancel' });
    const CallBackURL = bed.receiver.url(path);
    const { json } = await bed.client.push({ PhoneNumber: msisdn, CallBackURL });
    const [arrival] = await bed.receiver.expect(path);
    expect(JSON.parse(arrival?.body ?? '')).toEqual({
      Body: {
        stkCallback: {
          MerchantRequestID: json['MerchantRequestID'],
          CheckoutRequestID: json['CheckoutRequestID'],
          ResultCode: 1032,
          ResultDesc: 'Request cancelled by user',
        },
      },
    });
  });

  it.each([
    ['absent', undefined],
    ['text', expect.stringMatching(/^\{Amount=\{CurrencyCode=KES, MinimumAmount=\d+, Basic/)],
  ])('can send Balance as %s', async (balanceItem, value) => {
    await bed.client.post('/settings', { balanceItem });
    const { path } = await bed.pushFresh();
    const [arrival] = await bed.receiver.expect(path);
    expect(metadata(arrival?.body ?? '')['Balance']).toEqual(value);
  });

  // Guarantees that a callback is sent once: neither an error nor silence brings a second one.
  it('is not repeated after HTTP 500 nor after a receiver that cannot be reached', async () => {
    const { msisdn, path } = bed.fresh();
    bed.receiver.answerWith(path, { status: 500, body: 'no' });
    const CallBackURL = bed.receiver.url(path);
    await bed.client.push({ PhoneNumber: msisdn, CallBackURL });
    await bed.client.event('callback_delivered', { status: 500 });
    await bed.pushFresh({ CallBackURL: 'http://127.0.0.1:9/cb' });
    await bed.client.event('callback_failed', { reason: 'ECONNREFUSED' });
    const last = await bed.pushFresh();
    await bed.receiver.expect(last.path);
    expect(bed.receiver.arrivals(path)).toHaveLength(1);
  });
});
