import type { Json } from './darajaClient';
import { operatorClient, parameter, type OperatorClient } from './operatorClient';
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

async function paid(): Promise<{ receipt: string; msisdn: string }> {
  const pushed = await bed.pushFresh({ Amount: '300' });
  const [arrival] = await bed.receiver.expect(pushed.path);
  const receipt = String(metadata(arrival?.body ?? '')['MpesaReceiptNumber']);
  return { receipt, msisdn: pushed.msisdn };
}

const reverse = (TransactionID: string, more: Json = {}) =>
  operator.send('/mpesa/reversal/v1/request', {
    Initiator: 'testapi',
    CommandID: 'TransactionReversal',
    TransactionID,
    Amount: '300',
    ReceiverParty: '174379',
    RecieverIdentifierType: '11',
    ...more,
  });

async function balanceOf(msisdn: string): Promise<unknown> {
  return (await bed.client.get(`/phones/${msisdn}`))['balanceKes'];
}

describe('Reversal', () => {
  it.each<[string, Json, string]>([
    [
      'the right spelling of its key',
      { RecieverIdentifierType: undefined },
      'RecieverIdentifierType',
    ],
    ['remarks of one character', { Remarks: 'x' }, 'Remarks'],
    ['decimals', { Amount: '1.5' }, 'Amount'],
  ])('refuses %s', async (_, change, field) => {
    const { status, json } = await reverse('UKN4A1B2C3', change);
    expect([status, json['errorMessage']]).toEqual([400, `Bad Request - Invalid ${field}`]);
  });

  it('R000002 for a receipt nobody has and for more than was paid', async () => {
    const unknown = await operator.result(await reverse('UKN4A1B2C3'));
    expect(unknown['ResultCode']).toBe('R000002');
    const { receipt } = await paid();
    const tooMuch = await operator.result(await reverse(receipt, { Amount: '301' }));
    expect(tooMuch['ResultCode']).toBe('R000002');
  });

  it('gives the money back once; the second time is R000001', async () => {
    const { receipt, msisdn } = await paid();
    const result = await operator.result(await reverse(receipt));
    expect(result['ResultCode']).toBe(0);
    expect(parameter(result, 'OriginalTransactionID')).toBe(receipt);
    expect(parameter(result, 'DebitAccountBalance')).toMatch(/^Utility Account\|KES\|\d+\.\d{2}\|/);
    expect(await balanceOf(msisdn)).toBe(50_000);
    expect((await operator.result(await reverse(receipt)))['ResultCode']).toBe('R000001');
    expect(await balanceOf(msisdn)).toBe(50_000);
    const { entries } = await bed.client.get(`/ledger?receipt=${receipt}`);
    expect(entries).toMatchObject([{ reversedBy: result['TransactionID'] }]);
  });

  it('takes the money of a till out of its merchant account', async () => {
    const payment = { payee: '7654321', msisdn: '254700000009', amountKes: 300 };
    const { json } = await bed.client.post('/payments', payment);
    const asked = await reverse(String(json['receipt']), { ReceiverParty: '7654320' });
    const balance = parameter(await operator.result(asked), 'DebitAccountBalance');
    expect(balance).toMatch(/^Merchant Account\|KES\|/);
  });

  it('can happen in the portal, outside of any call', async () => {
    const { receipt, msisdn } = await paid();
    expect((await bed.client.post(`/ledger/${receipt}/reverse`)).json).toMatchObject({
      kind: 'reversal',
      originalReceipt: receipt,
      amountKes: 300,
    });
    expect(await balanceOf(msisdn)).toBe(50_000);
    expect((await bed.client.post(`/ledger/${receipt}/reverse`)).status).toBe(409);
    expect((await bed.client.post('/ledger/NOSUCH0000/reverse')).status).toBe(404);
  });
});

describe('B2C', () => {
  const pay = (more: Json = {}, version = 'v3') =>
    operator.send(`/mpesa/b2c/${version}/paymentrequest`, {
      InitiatorName: 'testapi',
      CommandID: 'BusinessPayment',
      Amount: 100,
      PartyA: '600984',
      PartyB: '254700000001',
      OriginatorConversationID: `own-${Math.random()}`,
      Occassion: '',
      ...more,
    });

  it.each<[string, Json, string]>([
    ['less than 10 shillings', { Amount: 9 }, 'Amount'],
    [
      'the name other APIs use',
      { InitiatorName: undefined, Initiator: 'testapi' },
      'InitiatorName',
    ],
    ['no id of the caller', { OriginatorConversationID: undefined }, 'OriginatorConversationID'],
    ['another command', { CommandID: 'Pay' }, 'CommandID'],
    ['a paybill as receiver', { PartyB: '174379' }, 'PartyB'],
  ])('refuses %s', async (_, change, field) => {
    const { status, json } = await pay(change);
    expect([status, json['errorMessage']]).toEqual([400, `Bad Request - Invalid ${field}`]);
  });

  // Guarantees that a payout sent twice under one id is paid once.
  it('refuses an OriginatorConversationID it has seen', async () => {
    const own = { OriginatorConversationID: 'own-1' };
    expect((await pay(own)).json['OriginatorConversationID']).toBe('own-1');
    const again = await pay(own);
    expect(again.status).toBe(500);
    expect(again.json).toMatchObject({
      errorCode: '500.002.1001',
      errorMessage: 'Duplicate OriginatorConversationID.',
    });
  });

  it.each(['v1', 'v3'])('%s pays the phone out of the utility account', async (version) => {
    const result = await operator.result(await pay({}, version));
    expect(result).toMatchObject({ ResultType: 0, ResultCode: 0 });
    expect(parameter(result, 'TransactionReceipt')).toBe(result['TransactionID']);
    expect(parameter(result, 'TransactionCompletedDateTime')).toMatch(
      /^\d{2}\.\d{2}\.\d{4} \d{2}:\d{2}:\d{2}$/,
    );
    expect(parameter(result, 'B2CUtilityAccountAvailableFunds')).toBe(999_900);
    expect(await balanceOf('254700000001')).toBe(50_100);
  });

  it('is found by Transaction Status under the id of the caller', async () => {
    await operator.result(await pay({ OriginatorConversationID: 'own-2' }));
    const asked = await operator.send('/mpesa/transactionstatus/v1/query', {
      ...{ Initiator: 'testapi', CommandID: 'TransactionStatusQuery', PartyA: '600984' },
      ...{ OriginalConversationID: 'own-2', IdentifierType: '4' },
    });
    expect(parameter(await operator.result(asked), 'Amount')).toBe('100');
  });

  it('fails with 1 when the account has too little', async () => {
    const poor = { shortcode: '600999', passkey: 'p', openingBalanceKes: 50 };
    expect((await bed.client.post('/shortcodes', poor)).status).toBe(201);
    const result = await operator.result(await pay({ PartyA: '600999' }));
    expect(result).toMatchObject({ ResultCode: 1 });
  });
});

describe('Business To Pochi', () => {
  const pay = (more: Json = {}) =>
    operator.send('/mpesa/b2pochi/v1/paymentrequest', {
      ...{ InitiatorName: 'testapi', CommandID: 'BusinessPayToPochi', Amount: 100 },
      ...{ PartyA: 600_984, PartyB: 254_700_000_001, OriginatorConversationID: 'own-pochi' },
      ...more,
    });

  it('pays a wallet in the shapes of B2C, under the id of the caller', async () => {
    const sent = await pay({ Occassion: null });
    expect(sent.json).toMatchObject({
      OriginatorConversationID: 'own-pochi',
      ResponseCode: '0',
    });
    const result = await operator.result(sent);
    expect(result).toMatchObject({ ResultCode: 0, OriginatorConversationID: 'own-pochi' });
    expect(parameter(result, 'TransactionReceipt')).toBe(result['TransactionID']);
    expect(parameter(result, 'B2CUtilityAccountAvailableFunds')).toBe(999_900);
    expect((await pay()).json['errorCode']).toBe('500.002.1001');
  });

  it.each<[string, Json, string]>([
    ['a command of B2C', { CommandID: 'BusinessPayment' }, 'CommandID'],
    ['no id of the caller', { OriginatorConversationID: null }, 'OriginatorConversationID'],
  ])('refuses %s', async (_, change, field) => {
    const { status, json } = await pay(change);
    expect([status, json['errorMessage']]).toEqual([400, `Bad Request - Invalid ${field}`]);
  });

  it('meets faults under its own name', async () => {
    const fault = { kind: 'result_code', resultCode: 2_040 };
    const rule = { match: { operation: 'pochi' }, fault };
    expect((await bed.client.post('/faults', rule)).status).toBe(201);
    expect(await operator.result(await pay())).toMatchObject({ ResultCode: 2_040 });
  });
});
