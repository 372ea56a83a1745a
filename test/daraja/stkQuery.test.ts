import { hang, json, QUERY_PATH, refusal, text, type Answer } from './gateway';
import { PLANTED, QUERY, startHarness, type Harness } from './harness';

const ANSWER = {
  ResponseCode: '0',
  ResponseDescription: 'The service request has been accepted successsfully',
  MerchantRequestID: '2654-4b64-97ff-b827b542881d3130',
  CheckoutRequestID: QUERY.checkoutRequestId,
  ResultCode: '1032',
  ResultDesc: 'Request cancelled by user',
};

describe('stkQuery', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness({ queryTimeoutMs: 500 });
  });
  afterEach(() => harness.stop());

  async function resultOf(answer: Answer) {
    harness.gateway.on(QUERY_PATH, answer);
    return harness.client.stkQuery(harness.account, QUERY);
  }

  // Guarantees that no trouble with a query ever decides the payment (F16, F17).
  it.each<[string, Answer, string]>([
    ['silence', hang, 'timeout'],
    ['a page', text(200, '<html>'), 'unreadable_body'],
    ['an outage', text(502, ''), 'http_502'],
    [
      'an unknown id',
      refusal(500, '500.001.1001', 'The transaction does not Exist'),
      '500.001.1001',
    ],
    ['wrong credentials', refusal(500, '500.001.1001', 'Wrong credentials'), '500.001.1001'],
    ['a refusal', refusal(400, '400.002.02', 'Invalid CheckoutRequestID'), '400.002.02'],
    ['a spike arrest', refusal(500, '500.003.02'), '500.003.02'],
    ['a dead token', refusal(404, '404.001.03'), '404.001.03'],
    ['no ResultCode', json(200, { ...ANSWER, ResultCode: undefined }), 'response_code_0'],
    ['a ResultCode that is none', json(200, { ...ANSWER, ResultCode: [0] }), 'response_code_0'],
    ['a bad ResponseCode', json(200, { ...ANSWER, ResponseCode: '1' }), 'response_code_1'],
    [
      'the answer about another prompt',
      json(200, { ...ANSWER, CheckoutRequestID: 'ws_CO_1' }),
      'other_checkout_request',
    ],
  ])('learns nothing from %s', async (_name, answer, reason) => {
    expect(await resultOf(answer)).toMatchObject({ kind: 'no_answer', reason });
  });

  // Guarantees that trouble which passes is told apart from a question that Daraja refuses.
  it.each<[string, Answer, boolean]>([
    ['a 404 with its code', refusal(404, '404.001.01', 'Resource not found'), true],
    ['a 404 page', json(404, '<html>'), true],
    ['a bad request', refusal(400, '400.002.02', 'Bad Request - Invalid CheckoutRequestID'), true],
    ['an outage', json(503, '<html>'), false],
    ['a server error', refusal(500, '500.003.1001', 'Internal Server Error'), false],
    ['a limit of calls', json(429, '<html>'), false],
  ])('says whether %s is a refusal', async (_name, answer, isRefused) => {
    expect(await resultOf(answer)).toMatchObject({ kind: 'no_answer', isRefused });
  });

  it.each<[string, Answer, string]>([
    ['code 4999', json(200, { ...ANSWER, ResultCode: '4999' }), '4999'],
    ['code 4999 as a number', json(200, { ...ANSWER, ResultCode: 4999 }), '4999'],
    ['an empty error with HTTP 200', refusal(200, '500.001.1001', ''), '500.001.1001'],
    [
      'an error with HTTP 500',
      refusal(500, '500.001.1001', 'The transaction is being processed'),
      '500.001.1001',
    ],
    [
      'an error behind the name of one of its parts',
      refusal(500, '500.001.1001', '[STK_CB - ]The transaction is being processed'),
      '500.001.1001',
    ],
  ])('is pending on %s', async (_name, answer, reason) => {
    expect(await resultOf(answer)).toEqual({ kind: 'pending', reason });
  });

  it.each<[string, unknown, string]>([
    ['text', '1032', '1032'],
    ['a number', 1032, '1032'],
    ['zero', 0, '0'],
    ['letters', 'SFC_IC0003', 'SFC_IC0003'],
    ['a code that nobody knows', '7777', '7777'],
  ])('passes on a ResultCode that is %s', async (_name, ResultCode, resultCode) => {
    const result = await resultOf(json(200, { ...ANSWER, ResultCode }));
    expect(result).toEqual({ kind: 'answered', resultCode });
  });

  it('asks by CheckoutRequestID with a password of its own', async () => {
    await resultOf(json(200, ANSWER));
    expect(harness.gateway.bodiesAt(QUERY_PATH)).toEqual([
      {
        BusinessShortCode: '174379',
        Password: Buffer.from(`174379${PLANTED.passkey}20261123203015`).toString('base64'),
        Timestamp: '20261123203015',
        CheckoutRequestID: QUERY.checkoutRequestId,
      },
    ]);
  });
});
