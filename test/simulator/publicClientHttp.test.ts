import { basic, sandboxPasskey, send, signed, type Json } from './darajaClient';
import { startTestBed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

const pushPath = '/mpesa/stkpush/v1/processrequest';

// Guarantees that a client is not refused for how its language writes a request.
describe('the HTTP of a public client', () => {
  const push = async (path: string, headers: Record<string, string>): Promise<Json> => {
    const { msisdn, path: callback } = bed.fresh();
    const body = JSON.stringify({
      ...signed('174379', sandboxPasskey),
      ...{ TransactionType: 'CustomerPayBillOnline', Amount: '10', PartyB: '174379' },
      ...{ PartyA: msisdn, PhoneNumber: msisdn, CallBackURL: bed.receiver.url(callback) },
      ...{ AccountReference: 'ORD-1', TransactionDesc: 'Order 1' },
    });
    const url = `${bed.simulator.url}${path}`;
    return (await send(url, { method: 'POST', headers, body })).json;
  };
  const bearer = async (): Promise<string> => `Bearer ${await bed.client.token()}`;

  it.each(['Bearer', 'bearer', 'BEARER', 'Bearer '])('may spell its scheme %j', async (scheme) => {
    const authorization = `${scheme} ${await bed.client.token()}`;
    expect(await push(pushPath, { authorization })).toMatchObject({ ResponseCode: '0' });
  });

  it.each(['Basic', 'basic', 'BASIC', 'Basic '])('may spell %j for a token', async (scheme) => {
    const encoded = basic('simulator-consumer-key', 'simulator-consumer-secret').slice(6);
    const { json } = await send(
      `${bed.simulator.url}/oauth/v1/generate?grant_type=client_credentials`,
      { headers: { authorization: `${scheme} ${encoded}` } },
    );
    expect(json).toMatchObject({ access_token: expect.any(String) });
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json; charset=utf8',
    'application/json; charset=',
    'Application/JSON',
    'text/plain',
    'json',
  ])('may call its body %j', async (type) => {
    const headers = { authorization: await bearer(), 'content-type': type };
    expect(await push(pushPath, headers)).toMatchObject({ ResponseCode: '0' });
  });

  it.each([`${pushPath}/`, '/MPESA/StkPush/v1/ProcessRequest'])('may call %s', async (path) => {
    const headers = { AUTHORIZATION: await bearer(), 'CONTENT-TYPE': 'application/json' };
    expect(await push(path, headers)).toMatchObject({ ResponseCode: '0' });
  });

  it('is refused in the code of its API behind a trailing slash, too', async () => {
    const headers = { authorization: await bearer(), 'content-encoding': 'pigeon' };
    const url = `${bed.simulator.url}/pulltransactions/v1/query/`;
    const { json } = await send(url, { method: 'POST', headers, body: '{}' });
    expect(json).toMatchObject({ errorCode: '400.001' });
  });
});
