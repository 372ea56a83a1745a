import { Writable } from 'node:stream';
import { Secret } from '../../domain/values/secret';
import { logExchangeTo } from '../../telemetry/log/exchangeLog';
import { createLogger } from '../../telemetry/log/logger';
import {
  ACCEPTED,
  json,
  PUSH_PATH,
  QUERY_PATH,
  refusal,
  reset,
  STATUS_PATH,
  text,
  token,
  type Answer,
} from './gateway';
import { PAYMENT_ID, PLANTED, PUSH, QUERY, STATUS, startHarness, type Harness } from './harness';
import { selfSignedCertificate } from './selfSignedCertificate';

const { certificatePem } = selfSignedCertificate('apicrypt.example.test');
const base64 = (value: string): string => Buffer.from(value).toString('base64');

/** Everything that must be in no line, in every form in which it travels. */
const SECRETS = [
  ...Object.values(PLANTED),
  base64(`${PLANTED.consumerKey}:${PLANTED.consumerSecret}`),
  base64(`174379${PLANTED.passkey}20261123203015`),
  '708374149',
  '254708374149',
];

/** An answer that says everything it knows, in fields that nobody asked for too. */
const TALKATIVE: Answer = (response, received) => {
  const echo = { ...ACCEPTED, requestId: 'r-1', Echo: received.body, Phone: PUSH.msisdn };
  json(200, { ...echo, Headers: received.headers })(response, received);
};

const ECHOING: Answer = (response, received) =>
  text(200, `<html>${received.body} ${received.headers.authorization ?? ''}</html>`)(
    response,
    received,
  );

describe('what is reported of the exchanges with Daraja', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness();
    harness.gateway.on('/oauth/v1/generate', token(PLANTED.accessToken));
  });
  afterEach(() => harness.stop());

  async function runAll(): Promise<void> {
    const password = new Secret(PLANTED.initiatorPassword);
    const initiator = { name: 'testapi', password, certificatePem };
    const account = { ...harness.account, initiator };
    await harness.client.stkPush(account, PUSH);
    await harness.client.stkQuery(account, QUERY);
    await harness.client.transactionStatus(account, STATUS);
  }

  function logText(): string {
    const lines: string[] = [];
    const destination = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString());
        done();
      },
    });
    const log = createLogger({ service: 'test', level: 'info', destination });
    for (const exchange of harness.exchanges) logExchangeTo(log)(exchange);
    return lines.join('');
  }

  // Guarantees that no answer, however talkative, puts a secret or a number in the log (M15, A35).
  it.each<[string, Answer]>([
    ['talk', TALKATIVE],
    ['echo', ECHOING],
    ['refuse', refusal(400, '400.002.02', `Bad Request - Invalid PhoneNumber ${PUSH.msisdn}`)],
    ['reset', reset],
    [
      'repeat the address and the token in words and codes',
      (response, received) =>
        json(400, {
          requestId: PLANTED.accessToken,
          errorCode: PLANTED.accessToken,
          errorMessage: [PUSH.callbackUrl.expose(), received.headers.authorization].join(' '),
          ResponseCode: PLANTED.accessToken,
          ResponseDescription: PLANTED.callbackToken,
          fault: {
            faultstring: PUSH.callbackUrl.expose(),
            detail: { errorcode: PLANTED.accessToken, phone: PUSH.msisdn },
          },
        })(response, received),
    ],
  ])('holds nothing private when the answers %s', async (_name, answer) => {
    for (const path of [PUSH_PATH, QUERY_PATH, STATUS_PATH]) harness.gateway.on(path, answer);
    await runAll();
    const shown = logText();
    expect(shown.split('\n').filter(Boolean)).toHaveLength(4);
    for (const secret of SECRETS) expect(shown).not.toContain(secret);
    expect(shown).toContain('2547****149');
  });

  it('holds nothing private when the token endpoint echoes the credentials', async () => {
    harness.gateway.on('/oauth/v1/generate', ECHOING);
    await runAll();
    for (const secret of SECRETS) expect(logText()).not.toContain(secret);
  });

  it('is one exchange and one count for every request, tokens and replays included', async () => {
    harness.gateway.on(PUSH_PATH, refusal(404, '404.001.03'));
    await harness.client.stkPush(harness.account, PUSH);
    const operations = ['oauth', 'stk_push', 'oauth', 'stk_push'];
    expect(harness.exchanges.map(({ operation }) => operation)).toEqual(operations);
    expect(harness.exchanges.map(({ result }) => result)).toEqual([
      'accepted',
      'invalid_token:404.001.03',
      'accepted',
      'invalid_token:404.001.03',
    ]);
    expect(harness.counted.map(({ operation }) => operation)).toEqual(operations);
    expect(harness.seconds).toHaveLength(4);
    expect(harness.gateway.received).toHaveLength(4);
  });

  // Guarantees that all that was asked for one payment can be found in the log by its id.
  it('names the payment in every line but those about tokens, which serve many', async () => {
    await runAll();
    const lines = logText().trim().split('\n');
    const named = lines.map((line) => (JSON.parse(line) as { paymentId?: string }).paymentId);
    expect(named).toEqual([undefined, PAYMENT_ID, PAYMENT_ID, PAYMENT_ID]);
  });

  it('shows of an answer what its schema lists, unmarked or masked', async () => {
    harness.gateway.on(PUSH_PATH, TALKATIVE);
    await harness.client.stkPush(harness.account, PUSH);
    const shown = logText();
    expect(shown).toContain('"ResponseDescription":"Success. Request accepted for processing"');
    expect(shown).toContain('"CheckoutRequestID":"ws_CO_23112026203016412*********"');
    expect(shown).toContain('"Echo":"[unlisted]"');
  });

  it('keeps the hash of an answer that could not be read', async () => {
    harness.gateway.on(PUSH_PATH, text(200, '<html></html>'));
    await harness.client.stkPush(harness.account, PUSH);
    expect(harness.exchanges.at(-1)).toMatchObject({
      status: 200,
      result: 'unknown:unreadable_body',
      responseSha256: 'b633a587c652d02386c4f16f8c6f6aab7352d97f16367c3c40576214372dd628',
    });
  });
});
