import type { Json } from './darajaClient';
import { operatorClient, type OperatorClient } from './operatorClient';
import { startTestBed, type TestBed } from './testBed';

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

const b2bPath = '/mpesa/b2b/v1/paymentrequest';
const b2b = {
  ...{ Initiator: 'testapi', SenderIdentifierType: '4', RecieverIdentifierType: '4' },
  ...{ Amount: '239', PartyA: '600984', PartyB: '7654321', CommandID: 'BusinessBuyGoods' },
};
const b2c = {
  ...{ InitiatorName: 'testapi', CommandID: 'BusinessPayment', Amount: 100 },
  ...{ PartyA: '600984', PartyB: '254700000001' },
};
const status = {
  ...{ Initiator: 'testapi', CommandID: 'TransactionStatusQuery' },
  ...{ PartyA: '174379', IdentifierType: '4', TransactionID: 'UKN4A1B2C3' },
};
const reversal = {
  ...{ Initiator: 'testapi', CommandID: 'TransactionReversal', TransactionID: 'UKN4A1B2C3' },
  ...{ Amount: '1', ReceiverParty: '174379', RecieverIdentifierType: '11' },
};
const balance = {
  ...{ Initiator: 'testapi', CommandID: 'AccountBalance' },
  ...{ PartyA: '174379', IdentifierType: '4' },
};

// Guarantees that a client whose language writes null for what it leaves out is not refused.
describe('null in an optional field', () => {
  it.each<[string, string, Json]>([
    ['Occasion of a status', '/mpesa/transactionstatus/v1/query', { ...status, Occasion: null }],
    [
      'OriginalConversationID beside a receipt',
      '/mpesa/transactionstatus/v1/query',
      { ...status, OriginalConversationID: null },
    ],
    [
      'TransactionID beside a conversation',
      '/mpesa/transactionstatus/v1/query',
      { ...status, TransactionID: null, OriginalConversationID: 'own-1' },
    ],
    ['Occasion of a reversal', '/mpesa/reversal/v1/request', { ...reversal, Occasion: null }],
    ['Occasion of a balance', '/mpesa/accountbalance/v1/query', { ...balance, Occasion: null }],
    ['Occasion of B2C v1', '/mpesa/b2c/v1/paymentrequest', { ...b2c, Occasion: null }],
    [
      'Occassion of B2C v3',
      '/mpesa/b2c/v3/paymentrequest',
      { ...b2c, OriginatorConversationID: 'own-null', Occassion: null, Occasion: null },
    ],
    ['Occassion of B2B', b2bPath, { ...b2b, AccountReference: '1', Occassion: null }],
    ['Requester of B2B', b2bPath, { ...b2b, AccountReference: '1', Requester: null }],
    ['AccountReference of Buy Goods', b2bPath, { ...b2b, AccountReference: null }],
    [
      'Occassion of a tax',
      '/mpesa/b2b/v1/remittax',
      {
        ...{ ...b2b, CommandID: 'PayTaxToKRA', PartyB: '572572' },
        ...{ AccountReference: 'PRN1', Occassion: null },
      },
    ],
  ])('is absence: %s', async (_, path, body) => {
    const sent = await operator.send(path, body);
    expect(sent.json).toMatchObject({ ResponseCode: '0' });
    expect(await operator.result(sent)).toHaveProperty('ResultCode');
  });

  it('is absence: BillRefNumber of Buy Goods', async () => {
    const { json } = await bed.client.call('/mpesa/c2b/v2/simulate', {
      ...{ ShortCode: '7654320', CommandID: 'CustomerBuyGoodsOnline', Amount: 5 },
      ...{ Msisdn: '254700000001', BillRefNumber: null },
    });
    expect(json).toMatchObject({ ResponseCode: '0' });
  });

  it('is absence: TransactionDesc and the id of a standing order', async () => {
    const { msisdn, path } = bed.fresh();
    const { json } = await bed.client.call('/standingorder/v1/createStandingOrderExternal', {
      ...{ StandingOrderName: 'Rent', StartDate: '20261201', EndDate: '20271201' },
      ...{ BusinessShortCode: '174379', TransactionType: 'Standing Order Customer Pay Bill' },
      ...{ ReceiverPartyIdentifierType: '4', Amount: '4500', PartyA: msisdn, Frequency: '4' },
      ...{ CallBackURL: bed.receiver.url(path), AccountReference: 'Test' },
      ...{ TransactionDesc: null, CustomStoId: null },
    });
    expect(json).toMatchObject({ ResponseHeader: { responseCode: '200' } });
  });

  it.each(['AccountReference', 'TransactionDesc'])(
    'is refused in %s of a push, as on a live paybill',
    async (field) => {
      const { json } = await bed.client.push({ [field]: null });
      expect(json).toMatchObject({ errorMessage: 'Bad Request - Invalid Remarks' });
    },
  );

  it.each<[string, string, Json, string]>([
    ['Remarks', b2bPath, { ...b2b, Remarks: null }, 'Remarks'],
    ['Amount', b2bPath, { ...b2b, Amount: null }, 'Amount'],
    ['ResultURL', b2bPath, { ...b2b, ResultURL: null }, 'ResultURL'],
    ['the reference of a paybill', b2bPath, paybill(null), 'AccountReference'],
    ['both names of a payment', '/mpesa/transactionstatus/v1/query', unnamed(), 'TransactionID'],
  ])('is not a value of a required field: %s', async (_, path, body, field) => {
    const { json } = await operator.send(path, body);
    expect(json).toMatchObject({ errorMessage: `Bad Request - Invalid ${field}` });
  });
});

// Guarantees that only what the pages call mandatory is asked for.
describe('AccountReference of B2B', () => {
  it.each<[string, Json]>([
    ['BusinessBuyGoods', {}],
    ['BusinessPayToBulk', { PartyB: '174379' }],
    ['BusinessToBusinessTransfer', { PartyB: '174379' }],
    ['MerchantToMerchantTransfer', {}],
  ])('may be left out of %s', async (CommandID, more) => {
    for (const reference of [{}, { AccountReference: '' }]) {
      const sent = await operator.send(b2bPath, { ...b2b, CommandID, ...more, ...reference });
      const result = await operator.result(sent);
      expect(result).toMatchObject({ ResultCode: '0' });
      expect(JSON.stringify(result['ReferenceData'])).not.toContain('BillReferenceNumber');
    }
  });

  it.each([undefined, '', null])('is required by BusinessPayBill: %j', async (reference) => {
    const { json } = await operator.send(b2bPath, paybill(reference));
    expect(json).toMatchObject({ errorMessage: 'Bad Request - Invalid AccountReference' });
  });

  it('is required by every command under the documented rules', async () => {
    await bed.client.post('/settings', { requestRules: 'documented' });
    const { json } = await operator.send(b2bPath, b2b);
    expect(json).toMatchObject({ errorMessage: 'Bad Request - Invalid AccountReference' });
  });

  it('may be a number', async () => {
    const sent = await operator.send(b2bPath, paybill(353_353));
    expect(JSON.stringify(await operator.result(sent))).toContain('"Value":"353353"');
  });
});

function paybill(AccountReference: unknown): Json {
  return { ...b2b, CommandID: 'BusinessPayBill', PartyB: '174379', AccountReference };
}

function unnamed(): Json {
  return { ...status, TransactionID: null, OriginalConversationID: null };
}
