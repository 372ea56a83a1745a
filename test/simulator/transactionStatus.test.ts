import type { Json } from './darajaClient';
import {
  operatorClient,
  parameter,
  parametersOf,
  resultOf,
  type OperatorClient,
} from './operatorClient';
import { metadata, startTestBed, type TestBed } from './testBed';

const path = '/mpesa/transactionstatus/v1/query';

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

async function paid(): Promise<{ receipt: string; merchantRequestId: string }> {
  const pushed = await bed.pushFresh({ Amount: '300' });
  const [arrival] = await bed.receiver.expect(pushed.path);
  const receipt = String(metadata(arrival?.body ?? '')['MpesaReceiptNumber']);
  return { receipt, merchantRequestId: String(pushed.json['MerchantRequestID']) };
}

const ask = (TransactionID: string | undefined, more: Json = {}) =>
  operator.send(path, {
    Initiator: 'testapi',
    CommandID: 'TransactionStatusQuery',
    TransactionID,
    PartyA: '174379',
    IdentifierType: '4',
    Occasion: '',
    ...more,
  });

describe('what Transaction Status refuses at once', () => {
  it.each<[string, Json, string]>([
    ['neither receipt nor conversation', { TransactionID: undefined }, 'TransactionID'],
    ['another command', { CommandID: 'Status' }, 'CommandID'],
    ['an unknown identifier type', { IdentifierType: '3' }, 'IdentifierType'],
    ['an unknown shortcode', { PartyA: '999999' }, 'PartyA'],
    ['a credential that is not an RSA block', { SecurityCredential: 'abc' }, 'SecurityCredential'],
    ['no initiator', { Initiator: undefined }, 'Initiator'],
    ['no address', { ResultURL: undefined }, 'ResultURL'],
    ['no time-out address', { QueueTimeOutURL: 'x' }, 'QueueTimeOutURL'],
    ['remarks of 101 characters', { Remarks: 'x'.repeat(101) }, 'Remarks'],
    ['an occasion of 101 characters', { Occasion: 'x'.repeat(101) }, 'Occasion'],
  ])('%s', async (_, change, field) => {
    const { status, json } = await ask('UKN4A1B2C3', change);
    expect(status).toBe(400);
    expect(json).toMatchObject({
      errorCode: '400.002.02',
      errorMessage: `Bad Request - Invalid ${field}`,
    });
  });
});

describe('what the result refuses', () => {
  it('2001: a wrong password, another initiator, a credential of another key', async () => {
    for (const change of [
      { SecurityCredential: operator.credential('wrong') },
      { Initiator: 'somebody' },
    ]) {
      const sent = await ask('UKN4A1B2C3', change);
      expect(sent.json['ResponseCode']).toBe('0');
      expect(await operator.result(sent)).toMatchObject({ ResultType: 0, ResultCode: 2001 });
    }
    const foreign = Buffer.alloc(256, 1).toString('base64');
    const sent = await ask('UKN4A1B2C3', { SecurityCredential: foreign });
    expect(await operator.result(sent)).toMatchObject({ ResultCode: 2001 });
  });

  it('8006: after three wrong credentials even the right one', async () => {
    const { receipt } = await paid();
    for (let tried = 0; tried < 3; tried += 1) await ask(receipt, { Initiator: 'somebody' });
    expect(await operator.result(await ask(receipt))).toMatchObject({ ResultCode: 8006 });
  });

  it('a receipt nobody has, or of another shortcode', async () => {
    const unknown = await operator.result(await ask('UKN4A1B2C3'));
    expect(unknown).toMatchObject({ ResultCode: 2032 });
    expect(unknown).not.toHaveProperty('ResultParameters');
    const { receipt } = await paid();
    const other = await operator.result(await ask(receipt, { PartyA: '600984' }));
    expect(other).toMatchObject({ ResultCode: 2032 });
  });

  it('the MerchantRequestID of a push, unless the setting allows it', async () => {
    const { merchantRequestId, receipt } = await paid();
    const byId = { OriginalConversationID: merchantRequestId };
    const result = await operator.result(await ask(undefined, byId));
    expect(result).toMatchObject({ ResultCode: 2032 });
    await bed.client.post('/settings', { statusByMerchantRequestId: true });
    const found = await operator.result(await ask(undefined, byId));
    expect(parameter(found, 'ReceiptNo')).toBe(receipt);
  });
});

describe('the result of Transaction Status', () => {
  it('has one key twice, keys without a value, and a TransactionID of its own', async () => {
    const { receipt } = await paid();
    const sent = await ask(receipt);
    expect(sent.json).toEqual({
      OriginatorConversationID: expect.any(String),
      ConversationID: expect.stringMatching(/^AG_\d{8}_[0-9a-f]{20}$/),
      ResponseCode: '0',
      ResponseDescription: 'Accept the service request successfully.',
    });
    const result = await operator.result(sent);
    expect(result).toMatchObject({
      ResultType: 0,
      ResultCode: 0,
      ConversationID: sent.json['ConversationID'],
      TransactionID: expect.stringMatching(/^[A-Z0-9]{3}0{7}$/),
      ReferenceData: { ReferenceItem: { Key: 'Occasion' } },
    });
    const keys = parametersOf(result).map((each) => each['Key']);
    expect(keys.filter((key) => key === 'DebitPartyName')).toHaveLength(2);
    expect(parametersOf(result)).toContainEqual({ Key: 'TransactionReason' });
    expect(parameter(result, 'ReceiptNo')).toBe(receipt);
    expect(parameter(result, 'TransactionStatus')).toBe('Completed');
    expect(parameter(result, 'Amount')).toBe('300');
    expect(parameter(result, 'FinalisedTime')).toMatch(/^\d{14}$/);
  });

  it('takes remarks of one character', async () => {
    expect((await ask('UKN4A1B2C3', { Remarks: 'x' })).json['ResponseCode']).toBe('0');
  });

  it('names the parties apart where the setting says so', async () => {
    await bed.client.post('/settings', { statusPartyNames: 'distinct' });
    const { receipt } = await paid();
    const result = await operator.result(await ask(receipt, { Occasion: 'Audit' }));
    expect(parameter(result, 'CreditPartyName')).toBe('174379 - Daraja Sandbox');
    expect(result['ReferenceData']).toEqual({ ReferenceItem: { Key: 'Occasion', Value: 'Audit' } });
  });
});

describe('faults of results', () => {
  const strike = (fault: Json) =>
    bed.client.post('/faults', { match: { operation: 'transaction_status' }, fault, times: 1 });

  it('lost', async () => {
    const { receipt } = await paid();
    await strike({ kind: 'callback_lost' });
    const lost = await ask(receipt);
    await operator.result(await ask(receipt));
    expect(bed.receiver.arrivals(lost.resultPath)).toHaveLength(0);
  });

  it('late', async () => {
    const { receipt } = await paid();
    await strike({ kind: 'callback_late', delayMs: 250 });
    const askedMs = Date.now();
    const sent = await ask(receipt);
    const [arrival] = await bed.receiver.expect(sent.resultPath);
    expect((arrival?.atMs ?? 0) - askedMs).toBeGreaterThanOrEqual(250);
  });

  it('doubled, malformed, and another code', async () => {
    const { receipt } = await paid();
    await strike({ kind: 'callback_doubled', copies: 2 });
    expect(await bed.receiver.expect((await ask(receipt)).resultPath, 2)).toHaveLength(2);
    await strike({ kind: 'callback_malformed', variant: 'html' });
    const [html] = await bed.receiver.expect((await ask(receipt)).resultPath);
    expect(html?.body).toContain('<html>');
    await strike({ kind: 'result_code', resultCode: 26 });
    expect(await operator.result(await ask(receipt))).toMatchObject({ ResultCode: 26 });
  });

  it('stuck in the queue: only QueueTimeOutURL hears of it', async () => {
    const { receipt } = await paid();
    await strike({ kind: 'callback_queue_timeout' });
    const sent = await ask(receipt);
    const [arrival] = await bed.receiver.expect(sent.timeoutPath);
    expect(resultOf(arrival?.body ?? '')).toMatchObject({ ResultCode: 1 });
    expect(bed.receiver.arrivals(sent.resultPath)).toHaveLength(0);
  });
});
