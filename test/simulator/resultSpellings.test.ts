import type { Json } from './darajaClient';
import { operatorClient, type OperatorClient } from './operatorClient';
import { startTestBed, stkCallback, type TestBed } from './testBed';

let bed: TestBed;
let operator: OperatorClient;
beforeAll(async () => {
  bed = await startTestBed();
  operator = await operatorClient(bed);
});
afterAll(() => bed.stop());
beforeEach(async () => {
  await bed.client.post('/reset');
  await bed.client.post('/settings', { resultDelayMs: 10 });
});

const pay = {
  ...{ SenderIdentifierType: '4', RecieverIdentifierType: '4', Amount: '239', PartyA: '600984' },
  AccountReference: '353353',
};
const requests: Readonly<Record<string, readonly [path: string, body: Json]>> = {
  b2bResultCodes: [
    '/mpesa/b2b/v1/paymentrequest',
    { ...pay, CommandID: 'BusinessPayBill', PartyB: '174379' },
  ],
  taxResultCodes: [
    '/mpesa/b2b/v1/remittax',
    { ...pay, CommandID: 'PayTaxToKRA', PartyB: '572572' },
  ],
  balanceResultCodes: [
    '/mpesa/accountbalance/v1/query',
    { CommandID: 'AccountBalance', PartyA: '600984', IdentifierType: '4' },
  ],
};
const settings = Object.keys(requests);

async function resultOf(setting: string, Initiator = 'testapi'): Promise<Json> {
  const [path, body] = requests[setting] ?? ['', {}];
  return operator.result(await operator.send(path, { ...body, Initiator }));
}

// Guarantees that a reader can be tried with both types, which the pages show side by side.
describe.each(settings)('ResultCode and ResultType under %s', (setting) => {
  it('are texts when nothing is set', async () => {
    expect(await resultOf(setting)).toMatchObject({ ResultType: '0', ResultCode: '0' });
    expect(await resultOf(setting, 'nobody')).toMatchObject({ ResultCode: '2001' });
  });

  it('are numbers when it says number', async () => {
    await bed.client.post('/settings', { [setting]: 'number' });
    expect(await resultOf(setting)).toMatchObject({ ResultType: 0, ResultCode: 0 });
    expect(await resultOf(setting, 'nobody')).toMatchObject({ ResultType: 0, ResultCode: 2001 });
  });

  it('are texts of a success and numbers of a failure when it says mixed', async () => {
    await bed.client.post('/settings', { [setting]: 'mixed' });
    expect(await resultOf(setting)).toMatchObject({ ResultType: '0', ResultCode: '0' });
    expect(await resultOf(setting, 'nobody')).toMatchObject({ ResultType: 0, ResultCode: 2001 });
  });

  it('leave the other operations alone', async () => {
    await bed.client.post('/settings', { [setting]: 'number' });
    for (const other of settings.filter((each) => each !== setting)) {
      expect(await resultOf(other)).toMatchObject({ ResultType: '0', ResultCode: '0' });
    }
  });
});

describe('the text of a cancelled prompt', () => {
  it.each([
    ['plain', 'Request cancelled by user'],
    ['one_l', 'Request canceled by user'],
    ['prefixed', '[STK_CB - ]Request cancelled by user'],
  ])('is spelt %s in callback and query: %s', async (cancelledText, text) => {
    await bed.client.post('/settings', { cancelledText });
    const { msisdn, path } = bed.fresh();
    await bed.client.post(`/phones/${msisdn}`, { behaviour: 'cancel' });
    const CallBackURL = bed.receiver.url(path);
    const pushed = await bed.client.push({ PartyA: msisdn, PhoneNumber: msisdn, CallBackURL });
    const [arrival] = await bed.receiver.expect(path);
    const told = { ResultCode: 1032, ResultDesc: text };
    expect(stkCallback(arrival?.body ?? '')).toMatchObject(told);
    const asked = await bed.client.query(pushed.json['CheckoutRequestID']);
    expect(asked.json).toMatchObject({ ResultCode: '1032', ResultDesc: text });
  });
});

describe('the ResponseType of a C2B registration', () => {
  const register = (ResponseType: string) =>
    bed.client.call('/mpesa/c2b/v1/registerurl', {
      ...{ ShortCode: '174379', ResponseType },
      ...{ ConfirmationURL: 'https://a.test/c', ValidationURL: 'https://a.test/v' },
    });

  it.each(['Completed', 'Cancelled', 'Canceled'])('may be spelt %s', async (type) => {
    expect((await register(type)).json).toMatchObject({ ResponseCode: '0' });
  });

  it('may not be spelt Canceled under the documented rules', async () => {
    await bed.client.post('/settings', { requestRules: 'documented' });
    const { json } = await register('Canceled');
    expect(json).toMatchObject({ errorMessage: 'Bad Request - Invalid ResponseType' });
  });
});
