import type { Json } from './darajaClient';
import { startTestBed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

const checkout = async (more: Json = {}) => {
  const { path } = bed.fresh();
  const answered = await bed.client.call('/v1/ussdpush/get-msisdn', {
    ...{ primaryShortCode: '7654321', receiverShortCode: '174379', amount: '100' },
    ...{ paymentRef: 'INV-7', callbackUrl: bed.receiver.url(path), partnerName: 'Vendor' },
    ...{ RequestRefID: 'own-1', ...more },
  });
  return { ...answered, path };
};

async function told(path: string): Promise<Json> {
  const [arrival] = await bed.receiver.expect(path);
  return JSON.parse(arrival?.body ?? '') as Json;
}

describe('B2B Express Checkout', () => {
  it('says that the prompt was sent, and tells a success under the id of the caller', async () => {
    const { json, path } = await checkout();
    expect(json).toEqual({ code: '0', status: 'USSD Initiated Successfully' });
    expect(await told(path)).toEqual({
      resultCode: '0',
      resultDesc: 'The service request is processed successfully.',
      amount: '100.0',
      requestId: 'own-1',
      resultType: '0',
      conversationID: expect.stringMatching(/^AG_\d{8}_[0-9a-f]{20}$/),
      transactionId: expect.stringMatching(/^[0-9A-Z]{10}$/),
      status: 'SUCCESS',
    });
  });

  it('moves the money from the till of the merchant to the paybill of the vendor', async () => {
    const { path } = await checkout();
    const { transactionId } = await told(path);
    const { entries } = await bed.client.get(`/ledger?receipt=${String(transactionId)}`);
    expect(entries).toMatchObject([
      { shortcode: '7654320', direction: 'out', amountKes: 100 },
      { shortcode: '174379', direction: 'in', amountKes: 100, accountReference: 'INV-7' },
    ]);
  });

  const cancelled = {
    resultCode: '4001',
    resultDesc: 'User cancelled transaction',
    requestId: 'own-1',
    paymentReference: 'INV-7',
  };

  it('tells a cancelled prompt in its own shape, by the table of amounts', async () => {
    const { path } = await checkout({ amount: 9_902 });
    expect(await told(path)).toEqual({ ...cancelled, amount: '9902.0' });
    expect((await bed.client.get('/ledger'))['entries']).toEqual([]);
  });

  it('ends as a fault says', async () => {
    const match = { operation: 'b2b_express', shortcode: '174379' };
    await bed.client.post('/faults', { match, fault: { kind: 'result_code', resultCode: 4_001 } });
    expect(await told((await checkout()).path)).toEqual({ ...cancelled, amount: '100.0' });
    expect((await bed.client.get('/ledger'))['entries']).toEqual([]);
  });

  it('fails with 1 when the merchant has too little', async () => {
    const poor = { shortcode: '600999', passkey: 'p', openingBalanceKes: 50 };
    await bed.client.post('/shortcodes', poor);
    const { path } = await checkout({ primaryShortCode: 600_999 });
    expect(await told(path)).toMatchObject({ resultCode: '1', requestId: 'own-1' });
  });

  it.each<[string, Json]>([
    ['RequestRefId, as the table spells it', { RequestRefID: undefined, RequestRefId: 'own-1' }],
    ['numbers', { primaryShortCode: 7_654_321, receiverShortCode: 174_379, amount: 100 }],
  ])('accepts %s', async (_, change) => {
    const { path } = await checkout(change);
    expect(await told(path)).toMatchObject({ resultCode: '0', requestId: 'own-1' });
  });

  it('makes an id where the caller has none', async () => {
    const { path } = await checkout({ RequestRefID: null });
    expect(await told(path)).toMatchObject({ requestId: expect.stringMatching(/./) });
  });

  it.each<[string, Json]>([
    ['primaryShortCode', { primaryShortCode: '999999' }],
    ['receiverShortCode', { receiverShortCode: undefined }],
    ['amount', { amount: '1.5' }],
    ['paymentRef', { paymentRef: '' }],
    ['callbackUrl', { callbackUrl: 'here' }],
    ['partnerName', { partnerName: null }],
  ])('refuses a wrong %s', async (field, change) => {
    const { status, json } = await checkout(change);
    expect([status, json['errorMessage']]).toEqual([400, `Bad Request - Invalid ${field}`]);
  });
});
