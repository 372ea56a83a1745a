import type { Json } from './darajaClient';
import { operatorClient, type OperatorClient } from './operatorClient';
import { metadata, startTestBed, type TestBed } from './testBed';

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

const reverse = (TransactionID: string, RecieverIdentifierType: unknown) =>
  operator.send('/mpesa/reversal/v1/request', {
    ...{ Initiator: 'testapi', CommandID: 'TransactionReversal', TransactionID, Amount: 300 },
    ...{ ReceiverParty: '174379', RecieverIdentifierType },
  });

const pay = (more: Json) =>
  operator.send('/mpesa/b2b/v1/paymentrequest', {
    ...{ Initiator: 'testapi', CommandID: 'BusinessPayBill', AccountReference: '353353' },
    ...{ SenderIdentifierType: '4', RecieverIdentifierType: '4', Amount: '239' },
    ...{ PartyA: '600984', PartyB: '174379', ...more },
  });

const ask = (IdentifierType: unknown) =>
  operator.send('/mpesa/accountbalance/v1/query', {
    ...{ Initiator: 'testapi', CommandID: 'AccountBalance', PartyA: '7654320', IdentifierType },
  });

describe('the identifier type of a reversal', () => {
  it.each(['11', 11, '4', 4])('may be %j', async (type) => {
    const pushed = await bed.pushFresh({ Amount: '300' });
    const [arrival] = await bed.receiver.expect(pushed.path);
    const receipt = String(metadata(arrival?.body ?? '')['MpesaReceiptNumber']);
    const result = await operator.result(await reverse(receipt, type));
    expect(result).toMatchObject({ ResultCode: 0 });
  });

  it.each(['1', '2', 5, '', null, undefined])('may not be %j', async (type) => {
    const { json } = await reverse('UKN4A1B2C3', type);
    expect(json).toMatchObject({ errorMessage: 'Bad Request - Invalid RecieverIdentifierType' });
  });

  it.each(['4', 4])('may not be %j under the documented rules', async (type) => {
    await bed.client.post('/settings', { requestRules: 'documented' });
    const { json } = await reverse('UKN4A1B2C3', type);
    expect(json).toMatchObject({ errorMessage: 'Bad Request - Invalid RecieverIdentifierType' });
    expect((await reverse('UKN4A1B2C3', 11)).json).toMatchObject({ ResponseCode: '0' });
  });
});

describe('the identifier type of a status', () => {
  const status = (IdentifierType: unknown) =>
    operator.send('/mpesa/transactionstatus/v1/query', {
      ...{ Initiator: 'testapi', CommandID: 'TransactionStatusQuery', IdentifierType },
      ...{ PartyA: '174379', TransactionID: 'UKN4A1B2C3' },
    });

  it.each(['1', 1, '2', 2, '4', 4])('may be %j beside a shortcode', async (type) => {
    const result = await operator.result(await status(type));
    expect(result).toMatchObject({ ResultCode: 2032 });
  });

  it('is not 1 beside a shortcode under the documented rules', async () => {
    await bed.client.post('/settings', { requestRules: 'documented' });
    expect((await status('1')).json).toMatchObject({
      errorMessage: 'Bad Request - Invalid PartyA',
    });
  });
});

describe('the identifier types of B2B and of a balance', () => {
  it.each<[string, Json]>([
    ['a till as sender', { SenderIdentifierType: 2 }],
    ['a till as receiver', { RecieverIdentifierType: '2' }],
    ['both as numbers', { SenderIdentifierType: 4, RecieverIdentifierType: 4 }],
  ])('may be %s', async (_, types) => {
    expect((await pay(types)).json).toMatchObject({ ResponseCode: '0' });
  });

  it.each(['SenderIdentifierType', 'RecieverIdentifierType'])(
    'are shortcodes only under the documented rules: %s',
    async (field) => {
      await bed.client.post('/settings', { requestRules: 'documented' });
      const { json } = await pay({ [field]: '2' });
      expect(json).toMatchObject({ errorMessage: `Bad Request - Invalid ${field}` });
    },
  );

  it.each(['4', 4, '2', 2])('may be %j for a balance', async (type) => {
    expect((await ask(type)).json).toMatchObject({ ResponseCode: '0' });
  });

  it('is a shortcode for a balance under the documented rules', async () => {
    await bed.client.post('/settings', { requestRules: 'documented' });
    const { json } = await ask('2');
    expect(json).toMatchObject({ errorMessage: 'Bad Request - Invalid IdentifierType' });
  });
});
