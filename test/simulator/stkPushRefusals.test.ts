import { sandboxPasskey, signed, type Json } from './darajaClient';
import { startTestBed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

describe('what an STK push is refused for', () => {
  it.each<[string, Json]>([
    ['BusinessShortCode', { BusinessShortCode: '1743' }],
    ['BusinessShortCode', { BusinessShortCode: { value: 174379 } }],
    ['TransactionType', { TransactionType: 'CustomerPayBill' }],
    ['Amount', { Amount: '1.00' }],
    ['Amount', { Amount: 10.5 }],
    ['Amount', { Amount: '0' }],
    ['Amount', { Amount: -5 }],
    ['Amount', { Amount: 250_001 }],
    ['Amount', { Amount: true }],
    ['Amount', { Amount: null }],
    ['PartyA', { PartyA: '0708374149' }],
    ['PartyB', { PartyB: 'till' }],
    ['PhoneNumber', { PhoneNumber: '0708374149' }],
    ['PhoneNumber', { PhoneNumber: '+254708374149' }],
    ['PhoneNumber', { PhoneNumber: '254608374149' }],
    ['PhoneNumber', { PhoneNumber: '25470837414' }],
    ['PhoneNumber', { PhoneNumber: ['254708374149'] }],
    ['CallBackURL', { CallBackURL: 'pay.example.test/cb' }],
    ['CallBackURL', { CallBackURL: 'https://pay.example.test/c b' }],
    ['CallBackURL', { CallBackURL: 'ftp://pay.example.test/cb' }],
    ['CallBackURL', { CallBackURL: 'https://Pay.example.test/cb' }],
    ['CallBackURL', { CallBackURL: undefined }],
    ['AccountReference', { AccountReference: 'x'.repeat(21) }],
    ['AccountReference', { AccountReference: '' }],
    ['AccountReference', { AccountReference: true }],
    ['Remarks', { TransactionDesc: ['x'] }],
    ['Remarks', { AccountReference: null }],
    ['Remarks', { TransactionDesc: null }],
    ['Timestamp', { Timestamp: '2026112320301' }],
    ['Timestamp', { Timestamp: '20260231203015' }],
    ['Timestamp', { Timestamp: '20261123253015' }],
    ['Timestamp', { Timestamp: 20_260_231_203_015 }],
    ['Timestamp', { Timestamp: null }],
    ['Password', { Password: undefined }],
  ])('a wrong %s: %j', async (field, change) => {
    const { status, json } = await bed.client.push(change);
    expect(status).toBe(400);
    expect(json).toEqual({
      requestId: expect.stringMatching(/^[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]+$/),
      errorCode: '400.002.02',
      errorMessage: `Bad Request - Invalid ${field}`,
    });
  });

  it.each<[string, Json]>([
    ['a password of another passkey', signed('174379', 'another-passkey')],
    ['a password that is not base64', { Password: '%%%' }],
    ['a password of another second', { Password: signed('174379', sandboxPasskey, 0)['Password'] }],
  ])('%s: HTTP 500 and Wrong credentials', async (_, change) => {
    const { status, json } = await bed.client.push(change);
    expect(status).toBe(500);
    expect(json).toMatchObject({ errorCode: '500.001.1001', errorMessage: 'Wrong credentials' });
  });

  it('a shortcode nobody has: Merchant does not exist', async () => {
    const { status, json } = await bed.client.push(signed('999999', 'x'));
    expect(status).toBe(500);
    expect(json['errorMessage']).toBe('Merchant does not exist');
  });

  it('plain http outside local mode', async () => {
    await bed.client.post('/settings', { local: false });
    const { status, json } = await bed.client.push();
    expect([status, json['errorMessage']]).toEqual([400, 'Bad Request - Invalid CallBackURL']);
  });

  it.each([
    ['broken JSON', '{"BusinessShortCode":'],
    ['a list', '[]'],
    ['a text', '"push"'],
  ])('%s as a body: 400.002.05', async (_, body) => {
    const { status, json } = await bed.client.call('/mpesa/stkpush/v1/processrequest', body);
    expect([status, json['errorCode']]).toEqual([400, '400.002.05']);
  });

  it('an empty body, by its first field', async () => {
    const { status, json } = await bed.client.call('/mpesa/stkpush/v1/processrequest', '');
    expect(status).toBe(400);
    expect(json['errorMessage']).toBe('Bad Request - Invalid BusinessShortCode');
  });

  // Guarantees that a refusal never leaves a prompt behind that a customer could pay.
  it('shows no prompt and moves no money for anything refused', async () => {
    await bed.client.push({ Amount: '0' });
    await bed.client.push(signed('174379', 'another-passkey'));
    expect((await bed.client.get('/prompts?all=true'))['prompts']).toEqual([]);
    expect((await bed.client.get('/ledger'))['entries']).toEqual([]);
    await bed.client.event('push_refused', { errorMessage: 'Wrong credentials' });
  });
});
