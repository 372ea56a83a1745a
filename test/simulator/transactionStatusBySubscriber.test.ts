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

const ask = (TransactionID: unknown, more: Json = {}) =>
  operator.send('/mpesa/transactionstatus/v1/query', {
    ...{ Initiator: 'testapi', CommandID: 'TransactionStatusQuery', TransactionID },
    ...{ PartyA: '254700000009', IdentifierType: '1', ...more },
  });

async function paidTo(payee: string): Promise<unknown> {
  const payment = { payee, msisdn: '254700000009', amountKes: 5 };
  return (await bed.client.post('/payments', payment)).json['receipt'];
}

describe('Transaction Status by the number of a subscriber', () => {
  // Guarantees that a payment is found whichever of the operator's shortcodes was paid.
  it.each(['174379', '600984', '7654321'])('finds what was paid to %s', async (payee) => {
    const receipt = await paidTo(payee);
    expect(parameter(await operator.result(await ask(receipt)), 'ReceiptNo')).toBe(receipt);
  });

  it('tells operators of one name apart by their passwords', async () => {
    const initiatorPassword = 'Another#2026';
    await bed.client.post('/shortcodes', { shortcode: '600111', passkey: 'p', initiatorPassword });
    const receipt = await paidTo('600111');
    const signedWith = async (password: string): Promise<Json> =>
      operator.result(await ask(receipt, { SecurityCredential: operator.credential(password) }));
    expect(await signedWith('Simulator#2026')).toMatchObject({ ResultCode: 2032 });
    expect(parameter(await signedWith(initiatorPassword), 'ReceiptNo')).toBe(receipt);
    expect(await signedWith('wrong')).toMatchObject({ ResultCode: 2001 });
  });
});
