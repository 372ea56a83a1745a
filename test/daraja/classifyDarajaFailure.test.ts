import type { Envelope } from '../../daraja/http/answer';
import {
  classifyDarajaFailure,
  type DarajaAnswer,
  type DarajaResult,
} from '../../daraja/classifyDarajaFailure';

const ACCEPTING: Envelope = {
  responseCode: '0',
  errorCode: null,
  errorMessage: '',
  faultCode: null,
  hasHandle: true,
};

function answered(status: number, envelope: Envelope | null): DarajaAnswer {
  return { kind: 'answered', status, envelope };
}

function refused(status: number, errorCode: string, errorMessage = ''): DarajaAnswer {
  const none = { responseCode: null, faultCode: null, hasHandle: false };
  return answered(status, { ...none, errorCode, errorMessage });
}

/** The gateway's own answer, made before Daraja sees the request. */
function fault(status: number, faultCode: string | null): DarajaAnswer {
  const none = { responseCode: null, errorCode: null, errorMessage: '', hasHandle: false };
  return answered(status, { ...none, faultCode });
}

const SPIKE = 'policies.ratelimit.SpikeArrestViolation';
const QUOTA = 'policies.ratelimit.QuotaViolation';

const unknown = (reason: string): DarajaResult => ({ kind: 'unknown', reason });
const LOCKED =
  'Unable to lock subscriber, a transaction is already in process for the current subscriber';

type Row = readonly [string, DarajaAnswer, DarajaResult];

const UNKNOWN: readonly Row[] = [
  ['a reset', { kind: 'maybe_sent', code: 'ECONNRESET' }, unknown('ECONNRESET')],
  ['a time-out', { kind: 'maybe_sent', code: 'timeout' }, unknown('timeout')],
  ['500 without a body', answered(500, null), unknown('http_500')],
  ['502', answered(502, null), unknown('http_502')],
  ['503', answered(503, null), unknown('http_503')],
  ['504', answered(504, null), unknown('http_504')],
  ['a redirect', answered(302, null), unknown('http_302')],
  ['400 without a documented code', answered(400, null), unknown('http_400')],
  ['an undocumented code', refused(400, '400.002.07'), unknown('400.002.07')],
  ['an internal error', refused(500, '500.003.1001'), unknown('500.003.1001')],
  ['an internal error with HTTP 429', refused(429, '500.003.1001'), unknown('500.003.1001')],
  ['a duplicate with HTTP 429', refused(429, '500.002.1001'), unknown('500.002.1001')],
  ['a duplicate', refused(503, '500.002.1001'), unknown('500.002.1001')],
  ['the overloaded code without text', refused(500, '500.001.1001'), unknown('500.001.1001')],
  [
    'the overloaded code, in flight',
    refused(500, '500.001.1001', 'The transaction is being processed'),
    unknown('500.001.1001'),
  ],
  [
    'the overloaded code with a text that only mentions a refusal',
    refused(500, '500.001.1001', 'Not because of Wrong credentials'),
    unknown('500.001.1001'),
  ],
  [
    'the overloaded code with a refusal after other words',
    refused(500, '500.001.1001', 'At 12:00 [STK_CB - ]Wrong credentials'),
    unknown('500.001.1001'),
  ],
  [
    'the overloaded code with a refusal for a prefix',
    refused(500, '500.001.1001', '[Wrong credentials] - try again'),
    unknown('500.001.1001'),
  ],
  ['a fault of the gateway without a code', fault(500, null), unknown('http_500')],
  [
    'a fault of what lies behind the gateway',
    fault(500, 'messaging.adaptors.http.flow.GatewayTimeout'),
    unknown('http_500'),
  ],
  [
    'an acceptance that carries a spike arrest too',
    answered(200, { ...ACCEPTING, faultCode: SPIKE }),
    unknown('contradictory_body'),
  ],
  [
    'a spike arrest beside a code that proves nothing',
    answered(500, {
      ...ACCEPTING,
      responseCode: null,
      hasHandle: false,
      errorCode: '500.003.1001',
      faultCode: SPIKE,
    }),
    unknown('500.003.1001'),
  ],
  ['HTTP 200 with a page', answered(200, null), unknown('unreadable_body')],
  [
    'HTTP 200 without a ResponseCode',
    answered(200, { ...ACCEPTING, responseCode: null }),
    unknown('response_code_missing'),
  ],
  [
    'HTTP 200 without a CheckoutRequestID',
    answered(200, { ...ACCEPTING, hasHandle: false }),
    unknown('response_code_0'),
  ],
  [
    'a ResponseCode that is not zero',
    answered(200, { ...ACCEPTING, responseCode: '1' }),
    unknown('response_code_1'),
  ],
  ['an acceptance with HTTP 500', answered(500, ACCEPTING), unknown('http_500')],
  ['an acceptance with HTTP 429', answered(429, ACCEPTING), unknown('http_429')],
  ...[401, 429].map((status): Row => [
    `HTTP ${status} that gives a handle`,
    answered(status, { ...ACCEPTING, responseCode: null }),
    unknown(`http_${status}`),
  ]),
  [
    'an acceptance that carries an error too',
    answered(200, { ...ACCEPTING, errorCode: '400.002.02' }),
    unknown('contradictory_body'),
  ],
  [
    'a refusal that gives a handle',
    answered(200, { ...ACCEPTING, responseCode: null, errorCode: '400.002.02' }),
    unknown('contradictory_body'),
  ],
];

const KNOWN: readonly Row[] = [
  ...(
    [
      [400, '400.002.02'],
      [400, '400.002.05'],
      [400, '400.003.02'],
      [404, '404.001.01'],
      [404, '404.002.01'],
      [404, '404.003.01'],
      [404, '404.001.04'],
      [405, '405.001'],
      [200, '400.002.02'],
    ] as const
  ).map(([status, errorCode]): Row => [
    `${errorCode} with HTTP ${status}`,
    refused(status, errorCode),
    { kind: 'refused', errorCode, failure: 'request_refused' },
  ]),
  ...(
    [
      ['Wrong credentials', 'shortcode_misconfigured'],
      ['[MerchantValidate] - Wrong credentials', 'shortcode_misconfigured'],
      ['Merchant does not exist', 'shortcode_misconfigured'],
      [LOCKED, 'subscriber_busy'],
      ['[STK_CB - ]Wrong credentials', 'shortcode_misconfigured'],
      ['[STK_CB - ] Merchant does not exist', 'shortcode_misconfigured'],
      [`[MerchantValidate] - ${LOCKED}`, 'subscriber_busy'],
      [` [STK_CB - ][MerchantValidate] - ${LOCKED}`, 'subscriber_busy'],
    ] as const
  ).map(([message, failure]): Row => [
    `the overloaded code saying "${message}"`,
    refused(500, '500.001.1001', message),
    { kind: 'refused', errorCode: '500.001.1001', failure },
  ]),
  ...(
    [
      [400, '400.003.01'],
      [401, '401.002.01'],
      [401, '401.003.01'],
      [404, '404.001.03'],
      [200, '404.001.03'],
    ] as const
  ).map(([status, errorCode]): Row => [
    `${errorCode} with HTTP ${status}`,
    refused(status, errorCode),
    { kind: 'invalid_token', errorCode },
  ]),
  ...(
    [
      [500, '500.003.02'],
      [500, '500.003.03'],
      [429, '500.003.02'],
      [429, '429.001.01'],
    ] as const
  ).map(([status, errorCode]): Row => [
    `${errorCode} with HTTP ${status}`,
    refused(status, errorCode),
    { kind: 'throttled', errorCode },
  ]),
  ...[500, 429, 503, 200].flatMap((status): Row[] =>
    [SPIKE, QUOTA].map((errorCode) => [
      `the gateway's ${errorCode} with HTTP ${status}`,
      fault(status, errorCode),
      { kind: 'throttled', errorCode },
    ]),
  ),
  ...(
    [
      ['Bad Request - Invalid PhoneNumber', 'phone_refused'],
      ['Bad Request - Invalid PhoneNumber 254700000001', 'phone_refused'],
      ['Bad Request - Invalid PartyA', 'phone_refused'],
      ['[STK_CB - ]Bad Request - Invalid phone number', 'phone_refused'],
      ['Bad Request - Invalid Amount', 'amount_refused'],
      ['Bad Request - Invalid AccountReference', 'reference_refused'],
      ['The element AccountReference is invalid.', 'reference_refused'],
      ['Bad Request - Invalid TransactionDesc', 'description_refused'],
      ['Bad Request - Invalid Remarks', 'description_refused'],
      ['Bad Request - Invalid CallBackURL', 'callback_address_refused'],
      ['Bad Request - Invalid BusinessShortCode', 'shortcode_misconfigured'],
      ['Bad Request - Invalid PartyB', 'shortcode_misconfigured'],
      ['Bad Request - Invalid TransactionType', 'shortcode_misconfigured'],
      ['Bad Request - Invalid Password', 'shortcode_misconfigured'],
      ['Bad Request - Invalid Timestamp', 'request_refused'],
      ['Bad Request - Invalid constructor', 'request_refused'],
      ['Bad Request', 'request_refused'],
    ] as const
  ).map(([message, failure]): Row => [
    `the field in "${message}"`,
    refused(400, '400.002.02', message),
    { kind: 'refused', errorCode: '400.002.02', failure },
  ]),
  ['HTTP 401 alone', answered(401, null), { kind: 'invalid_token', errorCode: 'http_401' }],
  ['HTTP 429 alone', answered(429, null), { kind: 'throttled', errorCode: 'http_429' }],
  [
    'a refused connection',
    { kind: 'not_sent', code: 'ECONNREFUSED' },
    { kind: 'not_sent', reason: 'ECONNREFUSED', failure: 'provider_unreachable' },
  ],
  ...['400.008.01', '400.008.02'].map((reason): Row => [
    reason,
    refused(400, reason),
    { kind: 'not_sent', reason, failure: 'shortcode_misconfigured' },
  ]),
  ['an acceptance', answered(200, ACCEPTING), { kind: 'accepted' }],
  [
    'an acceptance in zeros',
    answered(200, { ...ACCEPTING, responseCode: '000000' }),
    { kind: 'accepted' },
  ],
];

describe('classifyDarajaFailure, of a push', () => {
  // Guarantees that what may have prompted a customer is never taken for a refusal (M2, F2-F5).
  it.each(UNKNOWN)('calls %s unknown', (_name, answer, result) => {
    expect(classifyDarajaFailure('stk_push', answer)).toEqual(result);
  });

  it.each(KNOWN)('knows %s', (_name, answer, result) => {
    expect(classifyDarajaFailure('stk_push', answer)).toEqual(result);
  });
});

describe('classifyDarajaFailure, of other operations', () => {
  // Guarantees that the overloaded code says nothing about a payment that is asked about (F16).
  it.each(['Wrong credentials', 'Merchant does not exist', LOCKED, ''])(
    'takes the overloaded code saying %p for no answer to a query',
    (message) => {
      const answer = refused(500, '500.001.1001', message);
      expect(classifyDarajaFailure('stk_query', answer)).toEqual(unknown('500.001.1001'));
    },
  );

  // Guarantees that trouble with a token never counts as a request that may have been sent (F7).
  it.each([...UNKNOWN, ...KNOWN].filter(([, , result]) => result.kind !== 'accepted'))(
    'takes %s at the token endpoint for not sent',
    (_name, answer) => {
      expect(classifyDarajaFailure('oauth', answer).kind).toBe('not_sent');
    },
  );

  it.each([
    ['an empty 400', answered(400, null), 'shortcode_misconfigured'],
    ['a refused grant', refused(400, '400.008.02'), 'shortcode_misconfigured'],
    ['an outage', answered(503, null), 'provider_unreachable'],
    ['a reset', { kind: 'maybe_sent', code: 'ECONNRESET' }, 'provider_unreachable'],
    ['a spike arrest', refused(500, '500.003.02'), 'provider_busy'],
    ["the gateway's spike arrest", fault(500, SPIKE), 'provider_busy'],
    ['HTTP 429', answered(429, null), 'provider_busy'],
  ] as const)('names the cause of %s at the token endpoint', (_name, answer, failure) => {
    expect(classifyDarajaFailure('oauth', answer)).toMatchObject({ kind: 'not_sent', failure });
  });
});
