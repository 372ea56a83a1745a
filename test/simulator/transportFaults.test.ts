import { sandboxPasskey, send, signed, type Json } from './darajaClient';
import { startTestBed, stkCallback, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

async function pushStruckBy(fault: Json) {
  const { msisdn, path } = bed.fresh();
  await bed.client.post('/faults', { match: { msisdn }, fault, times: 1 });
  const body = { PhoneNumber: msisdn, CallBackURL: bed.receiver.url(path) };
  const answered = await bed.client.push(body).then(
    (answer) => answer,
    (error: unknown) => String(error),
  );
  return { answered, path, msisdn, body };
}

async function promptCount(): Promise<number> {
  return ((await bed.client.get('/prompts?all=true'))['prompts'] as Json[]).length;
}

describe('an answer that is spoilt after the push was accepted', () => {
  // Guarantees the costliest trap: the client learns nothing, and the customer pays.
  it.each<[string, Json]>([
    ['http_error', { kind: 'http_error', status: 502 }],
    ['connection_reset', { kind: 'connection_reset' }],
    ['html_response', { kind: 'html_response' }],
    ['empty_body', { kind: 'empty_body' }],
    ['truncated_body', { kind: 'truncated_body' }],
    ['truncated_body of the transport', { kind: 'truncated_body', level: 'transport' }],
  ])('%s: the prompt goes on, money moves, the callback comes', async (_, fault) => {
    const { path } = await pushStruckBy(fault);
    const [arrival] = await bed.receiver.expect(path);
    expect(stkCallback(arrival?.body ?? '')['ResultCode']).toBe(0);
    expect((await bed.client.get('/ledger'))['entries']).toHaveLength(1);
    await bed.client.event('fault_applied', { fault: fault['kind'] });
  });

  it('http_error has the status, body and content type that were asked for', async () => {
    const fault = { kind: 'http_error', status: 504, body: '{"a":1}', contentType: 'text/plain' };
    const { answered } = await pushStruckBy(fault);
    expect(answered).toMatchObject({ status: 504, text: '{"a":1}' });
  });

  it('connection_reset and a cut transport fail the request', async () => {
    expect((await pushStruckBy({ kind: 'connection_reset' })).answered).toMatch(/failed/);
    const cut = await pushStruckBy({ kind: 'truncated_body', level: 'transport' });
    expect(cut.answered).toMatch(/terminated|failed/);
  });

  it('html_response, empty_body and truncated_body come with HTTP 200', async () => {
    const html = await pushStruckBy({ kind: 'html_response' });
    expect(html.answered).toMatchObject({ status: 200, text: expect.stringContaining('<html>') });
    const empty = await pushStruckBy({ kind: 'empty_body' });
    expect(empty.answered).toMatchObject({ status: 200, text: '' });
    const half = await pushStruckBy({ kind: 'truncated_body' });
    expect(half.answered).toMatchObject({ status: 200, json: {} });
    expect(half.answered).toMatchObject({ text: expect.stringMatching(/^\{"MerchantRequestID/) });
  });

  it('oversized_body is the right JSON, and huge', async () => {
    const { answered } = await pushStruckBy({ kind: 'oversized_body', bytes: 3_000_000 });
    expect(answered).toMatchObject({ status: 200, json: { ResponseCode: '0' } });
    expect((answered as { text: string }).text.length).toBeGreaterThan(3_000_000);
  });

  it('slow answers right, but late', async () => {
    const startedMs = Date.now();
    const { answered } = await pushStruckBy({ kind: 'slow', delayMs: 200 });
    expect(answered).toMatchObject({ status: 200, json: { ResponseCode: '0' } });
    expect(Date.now() - startedMs).toBeGreaterThanOrEqual(200);
  });

  it('hang never answers, while the payment goes its way', async () => {
    const { msisdn, path } = bed.fresh();
    await bed.client.post('/faults', { match: { msisdn }, fault: { kind: 'hang' } });
    const patience = new AbortController();
    const token = await bed.client.token();
    const hanging = fetch(`${bed.simulator.url}/mpesa/stkpush/v1/processrequest`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(pushBody(msisdn, path)),
      signal: patience.signal,
    }).catch((error: unknown) => String(error));
    await bed.receiver.expect(path);
    patience.abort();
    expect(await hanging).toContain('Abort');
  });
});

describe('a request that is never processed', () => {
  it.each<[string, Json]>([
    ['http_error', { kind: 'http_error', status: 503, processed: false }],
    ['connection_reset', { kind: 'connection_reset', processed: false }],
    ['html_response', { kind: 'html_response', processed: false }],
  ])('%s: no prompt', async (_, fault) => {
    await pushStruckBy(fault);
    expect(await promptCount()).toBe(0);
  });

  it('leaves a refusal as it is and keeps the fault for a push that is accepted', async () => {
    await bed.client.post('/faults', { fault: { kind: 'http_error' }, times: 1 });
    expect((await bed.client.push({ Amount: 'ten' })).status).toBe(400);
    expect((await bed.pushFresh()).status).toBe(503);
    expect((await bed.pushFresh()).status).toBe(200);
  });

  it('strikes any operation by name', async () => {
    const fault = { kind: 'http_error', status: 500 };
    await bed.client.post('/faults', { match: { operation: 'qr_code' }, fault });
    expect((await bed.pushFresh()).status).toBe(200);
    const qr = { MerchantName: 'A', RefNo: 'B', Amount: 1, TrxCode: 'BG', CPI: '1', Size: '300' };
    expect((await bed.client.call('/mpesa/qrcode/v1/generate', qr)).status).toBe(500);
  });
});

describe('requests that are refused although they are right', () => {
  it('oauth_down', async () => {
    await bed.client.post('/faults', { fault: { kind: 'oauth_down', status: 503 } });
    const url = `${bed.simulator.url}/oauth/v1/generate?grant_type=client_credentials`;
    expect((await send(url)).status).toBe(503);
  });

  // Guarantees that a token that dies on the way was not used: a replay prompts only once.
  it('token_expired: refused, and right again with a new token', async () => {
    const { msisdn, path } = bed.fresh();
    const token = await bed.client.token();
    await bed.client.post('/faults', {
      match: { msisdn },
      fault: { kind: 'token_expired' },
      times: 1,
    });
    const push = async (bearer: string) =>
      bed.client.call('/mpesa/stkpush/v1/processrequest', pushBody(msisdn, path), bearer);
    expect((await push(token)).json['errorCode']).toBe('404.001.03');
    expect((await push(token)).json['errorCode']).toBe('404.001.03');
    expect((await push(await bed.client.token())).status).toBe(200);
    expect(await promptCount()).toBe(1);
  });

  it.each<[string, Json, string, string]>([
    ['subscriber_busy', {}, '500.001.1001', 'Unable to lock subscriber'],
    ['spike_arrest', {}, '500.003.02', 'Error Occurred: Spike Arrest Violation'],
    ['spike_arrest', { text: 'busy' }, '500.003.02', 'System is busy.'],
    ['quota', {}, '500.003.03', 'Quota Violation'],
  ])('%s %j: HTTP 500 and no prompt', async (kind, more, errorCode, text) => {
    const { answered } = await pushStruckBy({ kind, ...more });
    expect(answered).toMatchObject({ status: 500, json: { errorCode } });
    expect((answered as { text: string }).text).toContain(text);
    expect(await promptCount()).toBe(0);
  });

  it('spike_arrest is HTTP 429 where the setting says so', async () => {
    await bed.client.post('/settings', { rateLimitShape: '429' });
    expect((await pushStruckBy({ kind: 'spike_arrest' })).answered).toMatchObject({ status: 429 });
  });

  it('a real limit of requests per second', async () => {
    await bed.client.token();
    await bed.client.post('/settings', { requestsPerSecondMax: 2 });
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => bed.pushFresh()));
    const refused = answers.filter(({ json }) => json['errorCode'] === '500.003.02');
    expect(refused.length).toBeGreaterThanOrEqual(2);
    expect(refused.length).toBeLessThan(6);
  });
});

function pushBody(msisdn: string, path: string): Json {
  return {
    ...signed('174379', sandboxPasskey),
    TransactionType: 'CustomerPayBillOnline',
    Amount: '10',
    PartyA: msisdn,
    PartyB: '174379',
    PhoneNumber: msisdn,
    CallBackURL: bed.receiver.url(path),
    AccountReference: 'ORD-1',
  };
}
