import { Secret } from '../../domain/values/secret';
import {
  ACCEPTED,
  hang,
  json,
  PUSH_PATH,
  QUERY_PATH,
  refusal,
  reset,
  text,
  token,
  type Answer,
} from './gateway';
import { accountAt, NOW_MS, PLANTED, PUSH, QUERY, startHarness, type Harness } from './harness';

const OAUTH = '/oauth/v1/generate';
const MINUTE_MS = 60_000;

describe('access tokens', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness();
    harness.gateway.on(PUSH_PATH, json(200, ACCEPTED));
  });
  afterEach(() => harness.stop());

  const push = () => harness.client.stkPush(harness.account, PUSH);

  /** Issues tokens by number and lets only the newest pass. */
  function issueByNumber(errorCode = '404.001.03', status = 404): void {
    let issued = 0;
    harness.gateway.on(OAUTH, (response, received) => {
      issued += 1;
      token(`token-${issued}`)(response, received);
    });
    harness.gateway.on(PUSH_PATH, (response, received) => {
      const isNewest = received.headers.authorization === `Bearer token-${Math.max(2, issued)}`;
      const answer = isNewest ? json(200, ACCEPTED) : refusal(status, errorCode, 'Invalid Token');
      answer(response, received);
    });
  }

  it.each<[string, Answer, string, string]>([
    ['refused credentials', refusal(400, '400.008.01'), '400.008.01', 'shortcode_misconfigured'],
    ['an empty 400', text(400, ''), 'oauth_http_400', 'shortcode_misconfigured'],
    ['an outage', text(503, 'down'), 'oauth_http_503', 'provider_unreachable'],
    ['a page with HTTP 200', text(200, '<html>'), 'oauth_unreadable_body', 'provider_unreachable'],
    [
      'a token that is none',
      token('a b\nc'),
      'oauth_response_code_missing',
      'provider_unreachable',
    ],
    ['a spike arrest', refusal(500, '500.003.02'), '500.003.02', 'provider_busy'],
  ])('that end in %s leave the push unsent (F7)', async (_name, answer, reason, failure) => {
    harness.gateway.on(OAUTH, answer);
    expect(await push()).toEqual({ kind: 'not_sent', reason, failure });
    expect(harness.gateway.countOf(PUSH_PATH)).toBe(0);
    harness.gateway.on(OAUTH, token('token-2'));
    expect(await push()).toMatchObject({ kind: 'accepted' });
  });

  it('that are cut off leave the push unsent', async () => {
    harness.gateway.on(OAUTH, reset);
    expect(await push()).toMatchObject({ kind: 'not_sent', failure: 'provider_unreachable' });
    expect(harness.gateway.countOf(PUSH_PATH)).toBe(0);
  });

  it('that never come leave the push unsent when its time is up', async () => {
    const hasty = await startHarness({ pushTimeoutMs: 150 });
    hasty.gateway.on(OAUTH, hang);
    const result = await hasty.client.stkPush(hasty.account, PUSH);
    expect(result).toMatchObject({ kind: 'not_sent', reason: 'token_timeout' });
    await hasty.stop();
  });

  // Guarantees that a burst does not ask for tokens in a burst, each killing the last (F6).
  it('are asked for once by a hundred callers', async () => {
    const results = await Promise.all(Array.from({ length: 100 }, push));
    expect(results.every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(harness.gateway.tokensAsked).toBe(1);
    expect(harness.gateway.countOf(PUSH_PATH)).toBe(100);
  });

  it.each([
    [404, '404.001.03'],
    [400, '400.003.01'],
    [401, '401.002.01'],
    [401, '401.003.01'],
  ])('that die (HTTP %d %s) are renewed once, and the push replayed', async (status, code) => {
    issueByNumber(code, status);
    expect(await push()).toMatchObject({ kind: 'accepted' });
    expect(harness.gateway.tokensAsked).toBe(2);
    expect(harness.gateway.countOf(PUSH_PATH)).toBe(2);
  });

  // Guarantees that a hundred refusals of one token cost one new token, not a hundred (F6).
  it('that die under a hundred callers are renewed once for all of them', async () => {
    issueByNumber();
    const results = await Promise.all(Array.from({ length: 100 }, push));
    expect(results.every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(harness.gateway.tokensAsked).toBe(2);
  });

  it('that are refused even when new are not asked for again and again', async () => {
    harness.gateway.on(PUSH_PATH, refusal(404, '404.001.03', 'Invalid Access Token'));
    expect(await push()).toEqual({
      kind: 'not_sent',
      reason: '404.001.03',
      failure: 'shortcode_misconfigured',
    });
    expect(harness.gateway.countOf(PUSH_PATH)).toBe(2);
    expect(harness.gateway.tokensAsked).toBe(2);
  });

  it('serve queries too, which replay likewise', async () => {
    let refused = false;
    harness.gateway.on(QUERY_PATH, (response, received) => {
      const answer = refused
        ? json(200, { ResponseCode: '0', ResultCode: '1032' })
        : refusal(404, '404.001.03');
      refused = true;
      answer(response, received);
    });
    const result = await harness.client.stkQuery(harness.account, QUERY);
    expect(result).toEqual({ kind: 'answered', resultCode: '1032' });
  });

  it.each([
    ['as text', '3599', 59 * MINUTE_MS - 1_000],
    ['as a number', 3599, 59 * MINUTE_MS - 1_000],
    ['not at all', undefined, 59 * MINUTE_MS - 1_000],
    ['as a word', 'soon', 59 * MINUTE_MS - 1_000],
    ['as half a minute', 30, 15_000],
  ])('whose life is given %s are renewed in time', async (_name, expiresIn, renewedAfterMs) => {
    harness.gateway.on(OAUTH, token('token-1', expiresIn));
    await push();
    harness.clock.nowMs = NOW_MS + renewedAfterMs - 1;
    await push();
    expect(harness.gateway.tokensAsked).toBe(1);
    harness.clock.nowMs = NOW_MS + renewedAfterMs;
    await push();
    expect(harness.gateway.tokensAsked).toBe(2);
  });

  // Guarantees that knowing another merchant's consumer key does not lend out his token (M14).
  it('are not shared with one who has the key but not the secret', async () => {
    await push();
    const { baseUrl } = harness.account;
    const stranger = accountAt(baseUrl, { consumerSecret: new Secret('another') });
    await harness.client.stkPush(stranger, PUSH);
    const asked = harness.gateway.received.filter(({ path }) => path === OAUTH);
    const basic = (secret: string) =>
      `Basic ${Buffer.from(`${PLANTED.consumerKey}:${secret}`).toString('base64')}`;
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([
      basic(PLANTED.consumerSecret),
      basic('another'),
    ]);
  });
});
