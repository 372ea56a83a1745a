import { ZodError } from 'zod';
import type { AmountKes } from '../../domain/values/money';
import type { Msisdn } from '../../domain/values/msisdn';
import { Secret } from '../../domain/values/secret';
import type { ShortcodeNumber } from '../../domain/values/shortcode';
import { ACCEPTED, json, PUSH_PATH, refusal } from './gateway';
import { accountAt, NOW_MS, PLANTED, PUSH, startHarness, type Harness } from './harness';

describe('stkPush', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(() => harness.stop());

  const push = (change = {}) => harness.client.stkPush(harness.account, { ...PUSH, ...change });

  it.each([
    ['an amount of nothing', { amountKes: 0 as AmountKes }],
    ['a fraction', { amountKes: 1.5 as AmountKes }],
    ['a number in another form', { msisdn: '0708374149' as Msisdn }],
    ['a number with a digit too many', { msisdn: '2547083741490' as Msisdn }],
    ['a number that is none', { msisdn: 'unknown' as Msisdn }],
    ['a description that is too long', { description: 'x'.repeat(14) }],
    ['an empty description', { description: '' }],
    ['a callback address that is none', { callbackUrl: new Secret('nowhere') }],
    ['a callback address of another kind', { callbackUrl: new Secret('file:///etc/passwd') }],
  ])('throws on %s of our own making, and sends nothing', async (_name, change) => {
    await expect(push(change)).rejects.toBeInstanceOf(ZodError);
    expect(harness.gateway.received).toEqual([]);
  });

  it.each([
    [400, '400.002.02', 'Bad Request - Invalid PhoneNumber', 'phone_refused'],
    [500, '500.001.1001', 'Merchant does not exist', 'shortcode_misconfigured'],
    [500, '500.001.1001', '[MerchantValidate] - Wrong credentials', 'shortcode_misconfigured'],
    [200, '500.001.1001', 'Unable to lock subscriber, a transaction is …', 'subscriber_busy'],
  ])('reports HTTP %d %s "%s" as refused', async (status, errorCode, message, failure) => {
    harness.gateway.on(PUSH_PATH, refusal(status, errorCode, message));
    expect(await push()).toEqual({ kind: 'refused', errorCode, failure });
    expect(harness.gateway.countOf(PUSH_PATH)).toBe(1);
  });

  it('reports a spike arrest as throttled', async () => {
    harness.gateway.on(PUSH_PATH, refusal(500, '500.003.02', 'Spike Arrest Violation'));
    expect(await push()).toEqual({ kind: 'throttled', errorCode: '500.003.02' });
  });

  // Guarantees that a push which the gateway stopped at its gate is sent again, not given up.
  it.each([
    [500, 'policies.ratelimit.SpikeArrestViolation', 'Spike arrest violation. Allowed rate : 5ps'],
    [429, 'policies.ratelimit.SpikeArrestViolation', 'Spike arrest violation. Allowed rate : 5ps'],
    [500, 'policies.ratelimit.QuotaViolation', 'Rate limit quota violation.'],
  ])("reports the gateway's fault with HTTP %d %s as throttled", async (status, code, text) => {
    const body = { fault: { faultstring: text, detail: { errorcode: code } } };
    harness.gateway.on(PUSH_PATH, json(status, body));
    expect(await push()).toEqual({ kind: 'throttled', errorCode: code });
  });

  it.each([
    ['a word', 'gone'],
    ['a list', [1]],
    ['no detail', { faultstring: 'Spike arrest violation' }],
    ['a code of another kind', { detail: { errorcode: 7 } }],
    ['a code that is too long', { detail: { errorcode: `policies.${'x'.repeat(200)}` } }],
  ])('takes a fault of the gateway that is %s for unknown', async (_name, fault) => {
    harness.gateway.on(PUSH_PATH, json(500, { fault }));
    expect(await push()).toEqual({ kind: 'unknown', reason: 'http_500' });
  });

  it.each([
    ['a number for the ResponseCode', { ...ACCEPTED, ResponseCode: 0 }],
    ['zeros', { ...ACCEPTED, ResponseCode: '00000000' }],
    ['odd texts and fields that nobody knows', { ...ACCEPTED, CustomerMessage: null, New: [1] }],
  ])('takes an acceptance with %s', async (_name, body) => {
    harness.gateway.on(PUSH_PATH, json(200, body));
    expect(await push()).toEqual({
      kind: 'accepted',
      merchantRequestId: ACCEPTED.MerchantRequestID,
      checkoutRequestId: ACCEPTED.CheckoutRequestID,
    });
  });

  it.each([
    ['without a CheckoutRequestID', { ...ACCEPTED, CheckoutRequestID: undefined }],
    ['with an empty one', { ...ACCEPTED, CheckoutRequestID: '' }],
    ['with a number for one', { ...ACCEPTED, CheckoutRequestID: 7 }],
    ['with one that is too long to be one', { ...ACCEPTED, CheckoutRequestID: 'x'.repeat(65) }],
    ['with a ResponseCode of one', { ...ACCEPTED, ResponseCode: '1' }],
    ['with a ResponseCode that is not a code', { ...ACCEPTED, ResponseCode: { code: 0 } }],
    ['with an error beside it', { ...ACCEPTED, errorCode: '400.002.02' }],
    ['inside a list', [ACCEPTED]],
  ])('does not take an acceptance %s', async (_name, body) => {
    harness.gateway.on(PUSH_PATH, json(200, body));
    expect(await push()).toMatchObject({ kind: 'unknown' });
  });

  // Guarantees that what Daraja documents as numeric is a number: one paybill is said to answer
  // texts with 1037.
  it('sends what the table of Daraja says, in its types', async () => {
    harness.gateway.on(PUSH_PATH, json(200, ACCEPTED));
    await push();
    const key = `174379${PLANTED.passkey}20261123203015`;
    expect(harness.gateway.bodiesAt(PUSH_PATH)).toEqual([
      {
        BusinessShortCode: 174379,
        Password: Buffer.from(key).toString('base64'),
        Timestamp: '20261123203015',
        TransactionType: 'CustomerPayBillOnline',
        Amount: 1500,
        PartyA: 254708374149,
        PartyB: 174379,
        PhoneNumber: 254708374149,
        CallBackURL: `https://pay.example.test/cb/${PLANTED.callbackToken}`,
        AccountReference: 'ORD-1042',
        TransactionDesc: 'Order 1042',
      },
    ]);
    const sent = harness.gateway.received.at(-1);
    expect(sent).toMatchObject({ method: 'POST', headers: { authorization: 'Bearer token-1' } });
    expect(sent?.headers['content-type']).toBe('application/json');
  });

  it('pays a till by its till number under the store number', async () => {
    harness.gateway.on(PUSH_PATH, json(200, ACCEPTED));
    const till = accountAt(`${harness.account.baseUrl}/`, {
      transactionType: 'CustomerBuyGoodsOnline',
      partyB: '512345',
    });
    await harness.client.stkPush(till, { ...PUSH, description: null });
    expect(harness.gateway.bodiesAt(PUSH_PATH)).toMatchObject([
      {
        BusinessShortCode: 174379,
        PartyB: 512345,
        TransactionType: 'CustomerBuyGoodsOnline',
        // Guarantees that a missing description is never sent as null ("Invalid Remarks").
        TransactionDesc: 'ORD-1042',
      },
    ]);
  });

  // A number would lose the zero, and so name another shortcode than the password does.
  it('keeps the zero before a shortcode', async () => {
    harness.gateway.on(PUSH_PATH, json(200, ACCEPTED));
    const shortcode = '012345' as ShortcodeNumber;
    const account = accountAt(harness.account.baseUrl, { shortcode, partyB: '000099' });
    await harness.client.stkPush(account, PUSH);
    expect(harness.gateway.bodiesAt(PUSH_PATH)).toMatchObject([
      { BusinessShortCode: '012345', PartyB: '000099' },
    ]);
  });

  // Guarantees that password and timestamp never come from two seconds ("Wrong credentials", F22).
  it('reads the clock once for both, however fast it goes', async () => {
    harness.gateway.on(PUSH_PATH, json(200, ACCEPTED));
    harness.clock.stepMs = 1_000;
    for (let round = 0; round < 20; round += 1) await push();
    for (const body of harness.gateway.bodiesAt(PUSH_PATH)) {
      const { Password, Timestamp } = body as { Password: string; Timestamp: string };
      const decoded = Buffer.from(Password, 'base64').toString();
      expect(decoded).toBe(`174379${PLANTED.passkey}${Timestamp}`);
    }
  });

  it('writes the hours between 21:00 and midnight UTC as the next day in Nairobi', async () => {
    harness.gateway.on(PUSH_PATH, json(200, ACCEPTED));
    harness.clock.nowMs = NOW_MS + 4 * 3_600_000;
    await push();
    expect(harness.gateway.bodiesAt(PUSH_PATH)).toMatchObject([{ Timestamp: '20261124003015' }]);
  });
});
