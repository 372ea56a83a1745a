import type { Json } from './darajaClient';
import { operatorClient, parameter, type OperatorClient } from './operatorClient';
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

describe('B2B, tax and balance', () => {
  const order = {
    Initiator: 'testapi',
    SenderIdentifierType: '4',
    RecieverIdentifierType: '4',
    Amount: '239',
    PartyA: '600984',
    AccountReference: '353353',
  };
  const b2b = (more: Json) =>
    operator.send('/mpesa/b2b/v1/paymentrequest', {
      ...order,
      ...{ CommandID: 'BusinessPayBill', PartyB: '174379' },
      ...more,
    });

  it('B2B sends codes as texts and its reference data as a list', async () => {
    const result = await operator.result(await b2b({}));
    expect(result).toMatchObject({
      ResultType: '0',
      ResultCode: '0',
      ReferenceData: {
        ReferenceItem: [
          { Key: 'BillReferenceNumber', Value: '353353' },
          { Key: 'QueueTimeoutURL' },
        ],
      },
    });
    const { entries } = await bed.client.get(`/ledger?receipt=${String(result['TransactionID'])}`);
    expect(entries).toMatchObject([
      { shortcode: '600984', direction: 'out', account: 'working' },
      { shortcode: '174379', direction: 'in', account: 'main' },
    ]);
  });

  // Guarantees that both sides of a payment can ask what became of it, by either of its names.
  it.each([
    ['600984', 'payer'],
    ['174379', 'payee'],
  ])('Transaction Status of %s, the %s, finds a B2B payment', async (PartyA) => {
    const sent = await b2b({});
    const { TransactionID } = await operator.result(sent);
    const OriginalConversationID = sent.json['OriginatorConversationID'];
    for (const named of [{ TransactionID }, { OriginalConversationID }]) {
      const asked = await operator.send('/mpesa/transactionstatus/v1/query', {
        ...{ Initiator: 'testapi', CommandID: 'TransactionStatusQuery', IdentifierType: '4' },
        ...{ PartyA, ...named },
      });
      const result = await operator.result(asked);
      expect(parameter(result, 'ReceiptNo')).toBe(TransactionID);
      expect(parameter(result, 'DebitPartyName')).toMatch(/^600984/);
      expect(parameter(result, 'DebitAccountType')).toBe('Working Account');
    }
  });

  it('B2B to nobody is 7', async () => {
    const result = await operator.result(await b2b({ PartyB: '999999' }));
    expect(result).toMatchObject({ ResultCode: '7' });
  });

  it('tax goes to the revenue authority only', async () => {
    const remit = (PartyB: string) =>
      operator.send('/mpesa/b2b/v1/remittax', { ...order, CommandID: 'PayTaxToKRA', PartyB });
    expect((await remit('174379')).json['errorMessage']).toBe('Bad Request - Invalid PartyB');
    expect(await operator.result(await remit('572572'))).toMatchObject({ ResultCode: '0' });
  });

  it.each([
    ['174379', 'Utility Account'],
    ['7654320', 'Merchant Account'],
  ])('the balance of %s joins its accounts and has a %s', async (PartyA, main) => {
    const sent = await operator.send('/mpesa/accountbalance/v1/query', {
      ...{ Initiator: 'testapi', CommandID: 'AccountBalance', PartyA, IdentifierType: '4' },
    });
    const result = await operator.result(sent);
    expect(result).toMatchObject({ ResultType: '0', ResultCode: '0' });
    const accounts = String(parameter(result, 'AccountBalance')).split('&');
    expect(accounts).toHaveLength(5);
    expect(accounts[2]).toBe(`${main}|KES|1000000.00|1000000.00|0.00|0.00`);
    expect(accounts.every((account) => account.split('|').length === 6)).toBe(true);
  });
});
