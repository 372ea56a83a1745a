import { basic, send } from './darajaClient';
import { startTestBed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

const right = basic('simulator-consumer-key', 'simulator-consumer-secret');

function generate(authorization: string, query = '?grant_type=client_credentials') {
  const url = `${bed.simulator.url}/oauth/v1/generate${query}`;
  return send(url, { headers: { authorization } });
}

describe('OAuth', () => {
  it.each([
    ['a missing grant type', ''],
    ['another grant type', '?grant_type=password'],
    ['a stray space', '?grant_type=client_credentials%20'],
  ])('refuses %s with 400.008.02', async (_, query) => {
    const { status, json } = await generate(right, query);
    expect(status).toBe(400);
    expect(json).toMatchObject({
      errorCode: '400.008.02',
      errorMessage: 'Invalid grant type passed',
    });
  });

  it.each([
    ['a wrong secret', basic('simulator-consumer-key', 'wrong')],
    ['an unknown key', basic('nobody', 'simulator-consumer-secret')],
    ['no credentials', ''],
    ['another scheme', 'Bearer abc'],
  ])('refuses %s with 400.008.01', async (_, authorization) => {
    const { status, json } = await generate(authorization);
    expect(status).toBe(400);
    expect(json).toMatchObject({ errorCode: '400.008.01' });
    expect(json['requestId']).toEqual(expect.any(String));
  });

  it('answers wrong credentials with an empty 400 where the setting says so', async () => {
    await bed.client.post('/settings', { oauthErrorShape: 'empty' });
    const answer = await generate(basic('nobody', 'nothing'));
    expect([answer.status, answer.text]).toEqual([400, '']);
  });

  it('gives a token of 28 characters and expires_in as a string', async () => {
    const { status, json } = await generate(right);
    expect(status).toBe(200);
    expect(json).toEqual({ access_token: expect.stringMatching(/^\w{28}$/), expires_in: '3599' });
  });

  it('gives expires_in as a number where the setting says so', async () => {
    await bed.client.post('/settings', { expiresInType: 'number' });
    expect((await generate(right)).json['expires_in']).toBe(3599);
  });

  it('refuses the wrong method', async () => {
    const { status, json } = await send(`${bed.simulator.url}/oauth/v1/generate`, {
      method: 'POST',
    });
    expect([status, json['errorCode']]).toEqual([405, '405.001']);
  });

  it('lets an old token die on reissue only where the setting says so', async () => {
    const [first] = [await bed.client.token(), await bed.client.token()];
    expect((await bed.client.call('/mpesa/qrcode/v1/generate', {}, first)).status).toBe(400);
    await bed.client.post('/settings', { killTokensOnReissue: true });
    const second = await bed.client.token();
    await bed.client.token();
    const refused = await bed.client.call('/mpesa/qrcode/v1/generate', {}, second);
    expect(refused.json['errorCode']).toBe('404.001.03');
  });

  // Guarantees that two apps do not log each other out.
  it('kills on reissue only the tokens of the same app', async () => {
    const another = { consumerKey: 'another-key', consumerSecret: 'another-secret' };
    await bed.client.post('/shortcodes', { shortcode: '600111', passkey: 'p', ...another });
    await bed.client.post('/settings', { killTokensOnReissue: true });
    const token = await bed.client.token();
    const theirs = await generate(basic(another.consumerKey, another.consumerSecret));
    expect(theirs.status).toBe(200);
    expect((await bed.client.call('/mpesa/qrcode/v1/generate', {}, token)).status).toBe(400);
  });

  // Guarantees that a client must know each API's own way to say that a token is bad.
  it.each([
    ['/mpesa/stkpush/v1/processrequest', 404, '404.001.03'],
    ['/mpesa/stkpushquery/v1/query', 404, '404.001.03'],
    ['/mpesa/c2b/v1/registerurl', 400, '400.003.01'],
    ['/mpesa/c2b/v2/registerurl', 400, '400.003.01'],
    ['/mpesa/c2b/v2/simulate', 400, '400.003.01'],
    ['/mpesa/transactionstatus/v1/query', 400, '400.003.01'],
    ['/mpesa/accountbalance/v1/query', 401, '401.002.01'],
    ['/mpesa/b2c/v3/paymentrequest', 401, '401.002.01'],
    ['/mpesa/b2c/v1/paymentrequest', 401, '401.002.01'],
    ['/mpesa/reversal/v1/request', 404, '404.001.03'],
    ['/mpesa/b2b/v1/paymentrequest', 404, '404.001.03'],
    ['/mpesa/b2b/v1/remittax', 404, '404.001.03'],
    ['/mpesa/qrcode/v1/generate', 404, '404.001.03'],
    ['/standingorder/v1/createStandingOrderExternal', 404, '404.001.03'],
    ['/pulltransactions/v1/register', 401, '401.001'],
    ['/pulltransactions/v1/query', 401, '401.001'],
  ])('%s refuses an unknown token with HTTP %i and %s', async (path, status, errorCode) => {
    const answer = await bed.client.call(path, {}, 'no-such-token');
    expect([answer.status, answer.json['errorCode']]).toEqual([status, errorCode]);
    expect(answer.json['errorMessage']).toBe('Invalid Access Token');
  });

  it('refuses an expired token, and all tokens once they are expired by control call', async () => {
    await bed.client.post('/settings', { tokenLifetimeSeconds: 1 });
    const token = await bed.client.token();
    await bed.client.post('/settings', { tokenLifetimeSeconds: 3599 });
    const lasting = await bed.client.token();
    const path = '/mpesa/qrcode/v1/generate';
    expect((await bed.client.call(path, {}, lasting)).status).toBe(400);
    await bed.client.post('/tokens/expire');
    for (const each of [token, lasting]) {
      expect((await bed.client.call(path, {}, each)).json['errorCode']).toBe('404.001.03');
    }
  });

  it('refuses another scheme than Bearer as an invalid header, and unknown paths', async () => {
    const url = `${bed.simulator.url}/mpesa/stkpush/v1/processrequest`;
    const scheme = await send(url, { method: 'POST', headers: { authorization: right } });
    expect([scheme.status, scheme.json['errorCode']]).toEqual([404, '404.001.04']);
    const path = await bed.client.call('/mpesa/stkpush/v9/processrequest', {});
    expect([path.status, path.json['errorCode']]).toEqual([404, '404.001.01']);
  });
});
