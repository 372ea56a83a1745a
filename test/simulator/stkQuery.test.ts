import { signed } from './darajaClient';
import { startTestBed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(async () => {
  await bed.client.post('/reset');
  await bed.client.post('/settings', { promptTimeoutMs: 30_000 });
});

async function openPrompt() {
  const { msisdn } = bed.fresh();
  await bed.client.post(`/phones/${msisdn}`, { behaviour: 'manual' });
  return bed.pushFresh({ PhoneNumber: msisdn });
}

describe('the STK query', () => {
  it('answers HTTP 500 to an id nobody was given', async () => {
    const { status, json } = await bed.client.query('ws_CO_241120260000001700000000');
    expect(status).toBe(500);
    expect(json).toMatchObject({
      errorCode: '500.001.1001',
      errorMessage: 'The transaction does not Exist',
    });
  });

  it('knows only the payments of the shortcode that asks', async () => {
    const { id } = await openPrompt();
    const other = await bed.client.query(id, signed('600984', 'simulator-passkey-600984'));
    expect([other.status, other.json['errorMessage']]).toEqual([
      500,
      'The transaction does not Exist',
    ]);
  });

  it('refuses wrong credentials with the same overloaded code', async () => {
    const { id } = await openPrompt();
    const { status, json } = await bed.client.query(id, signed('174379', 'another'));
    expect(status).toBe(500);
    expect(json).toMatchObject({ errorCode: '500.001.1001', errorMessage: 'Wrong credentials' });
  });

  it.each([
    ['200_4999', 200, { ResponseCode: '0', ResultCode: '4999' }],
    ['200_envelope', 200, { errorCode: '500.001.1001', errorMessage: '' }],
    [
      '500_envelope',
      500,
      { errorCode: '500.001.1001', errorMessage: 'The transaction is being processed' },
    ],
  ])('says "not yet" as %s', async (queryPendingShape, status, body) => {
    await bed.client.post('/settings', { queryPendingShape });
    const { id } = await openPrompt();
    const answer = await bed.client.query(id);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject(body);
  });

  // Guarantees that a client that polls meets every shape of "not yet", and no other answer.
  it('mixes the shapes of "not yet" by default', async () => {
    const { id } = await openPrompt();
    const shapes = new Set<string>();
    for (let asked = 0; asked < 40; asked += 1) {
      const { status, json } = await bed.client.query(id);
      shapes.add(`${status} ${String(json['ResultCode'] ?? json['errorMessage'])}`);
    }
    expect([...shapes].sort()).toEqual([
      '200 ',
      '200 4999',
      '500 The transaction is being processed',
    ]);
  });

  it('tells the end with the code as a string, no receipt, and the typo of the wire', async () => {
    const { id, json, path } = await bed.pushFresh();
    await bed.receiver.expect(path);
    expect((await bed.client.query(id)).json).toEqual({
      ResponseCode: '0',
      ResponseDescription: 'The service request has been accepted successsfully',
      MerchantRequestID: json['MerchantRequestID'],
      CheckoutRequestID: id,
      ResultCode: '0',
      ResultDesc: 'The service request is processed successfully.',
    });
    await bed.client.post('/settings', { queryResultCodeType: 'number' });
    expect((await bed.client.query(id)).json['ResultCode']).toBe(0);
  });

  // Guarantees that nobody can rely on texts: 1037 reads differently in callback and query.
  it('words a timeout differently from the callback', async () => {
    await bed.client.post('/settings', { promptTimeoutMs: 50 });
    const { id, path } = await openPrompt();
    const [arrival] = await bed.receiver.expect(path);
    expect(arrival?.body).toContain('"ResultCode":1037,"ResultDesc":"No response from user."');
    expect((await bed.client.query(id)).json).toMatchObject({
      ResultCode: '1037',
      ResultDesc: 'DS timeout user cannot be reached.',
    });
  });
});
