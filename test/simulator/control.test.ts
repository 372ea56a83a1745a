import { constants, publicEncrypt } from 'node:crypto';
import { send, signed, type Json } from './darajaClient';
import { startTestBed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

describe('the story feed', () => {
  it.each(['after=-1', 'waitMs=x', 'limit=0'])('refuses %s', async (query) => {
    const answer = await send(`${bed.simulator.url}/control/events?${query}`);
    expect(answer.status).toBe(400);
  });

  it('tells a payment in order, with rising numbers', async () => {
    const { next } = await bed.client.get('/events?limit=20000');
    const { path } = await bed.pushFresh();
    await bed.receiver.expect(path);
    await bed.client.event('callback_delivered');
    const { events } = await bed.client.get(`/events?after=${Number(next)}`);
    const kinds = (events as Json[]).map((event) => event['kind']);
    expect(kinds.filter((kind) => kind !== 'token_issued')).toEqual([
      ...['push_accepted', 'prompt_shown', 'prompt_approved', 'money_moved'],
      ...['callback_sent', 'callback_delivered'],
    ]);
    const seqs = (events as Json[]).map((event) => Number(event['seq']));
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
  });

  it('waits for what happens next, and no longer than asked', async () => {
    const { next } = await bed.client.get('/events?limit=20000');
    const nothing = await bed.client.get(`/events?after=${Number(next)}&waitMs=50`);
    expect(nothing).toEqual({ events: [], next });
    const waiting = bed.client.get(`/events?after=${Number(next)}&waitMs=20000`);
    await bed.pushFresh();
    expect((await waiting)['events']).not.toHaveLength(0);
  });

  it('gives at most the limit and says where to go on', async () => {
    await bed.pushFresh();
    const first = await bed.client.get('/events?limit=1');
    expect(first['events']).toHaveLength(1);
    const second = await bed.client.get(`/events?limit=1&after=${Number(first['next'])}`);
    expect(Number(second['next'])).toBe(Number(first['next']) + 1);
  });
});

describe('settings', () => {
  it.each<[string, Json]>([
    ['an unknown name', { speed: 1 }],
    ['a wrong type', { local: 'yes' }],
    ['a value out of range', { promptTimeoutMs: 0 }],
  ])('refuses %s and changes nothing', async (_, change) => {
    const before = await bed.client.get('/settings');
    const refused = await bed.client.post('/settings', { approveDelayMs: 1, ...change });
    expect(refused.status).toBe(400);
    expect(await bed.client.get('/settings')).toEqual(before);
  });

  it('go back to the flags at a reset', async () => {
    await bed.client.post('/settings', { approveDelayMs: 999 });
    expect(await bed.client.get('/settings')).toMatchObject({ approveDelayMs: 999 });
    await bed.client.post('/reset');
    expect(await bed.client.get('/settings')).toMatchObject({ approveDelayMs: 20 });
  });
});

describe('shortcodes', () => {
  it.each<[string, Json]>([
    ['a store without a till', { shortcode: '123456', kind: 'store', passkey: 'p' }],
    ['no passkey', { shortcode: '123456' }],
    ['four digits', { shortcode: '1234', passkey: 'p' }],
    ['half of an app', { shortcode: '123456', passkey: 'p', consumerKey: 'k' }],
  ])('refuse %s', async (_, shortcode) => {
    expect((await bed.client.post('/shortcodes', shortcode)).status).toBe(400);
  });

  it('can be added, with an app of their own', async () => {
    const added = { shortcode: '123456', passkey: 'p', consumerKey: 'k', consumerSecret: 's' };
    expect((await bed.client.post('/shortcodes', added)).status).toBe(201);
    const generate = `${bed.simulator.url}/oauth/v1/generate?grant_type=client_credentials`;
    const authorization = `Basic ${Buffer.from('k:s').toString('base64')}`;
    expect((await send(generate, { headers: { authorization } })).status).toBe(200);
    const pushed = await bed.pushFresh({ ...signed('123456', 'p'), PartyB: '123456' });
    expect(pushed.status).toBe(200);
    await bed.client.post('/reset');
    expect((await send(generate, { headers: { authorization } })).status).toBe(400);
  });
});

describe('the rest of the control API', () => {
  it('publishes a key that seals a password', async () => {
    const { text } = await send(`${bed.simulator.url}/control/certificate`);
    const key = { key: text, padding: constants.RSA_PKCS1_PADDING };
    expect(publicEncrypt(key, Buffer.from('x')).toString('base64')).toHaveLength(344);
  });

  // Guarantees that a client that outlives a reset meets neither a dead token nor an old id.
  it('resets everything but tokens and counters', async () => {
    const token = await bed.client.token();
    const first = await bed.pushFresh();
    await bed.receiver.expect(first.path);
    await bed.client.post('/faults', { fault: { kind: 'hang' } });
    await bed.client.post('/reset');
    for (const list of ['prompts', 'faults']) {
      expect((await bed.client.get(`/${list}?all=true`))[list]).toEqual([]);
    }
    expect((await bed.client.get('/ledger'))['entries']).toEqual([]);
    expect((await bed.client.query(first.id)).status).toBe(500);
    const second = await bed.pushFresh();
    expect(second.json['MerchantRequestID']).not.toBe(first.json['MerchantRequestID']);
    const alive = await bed.client.call('/mpesa/qrcode/v1/generate', {}, token);
    expect(alive.json['errorCode']).toBe('400.002.02');
  });

  it('answers 404 to what it does not have, and 400 to a body that is not JSON', async () => {
    expect((await bed.client.post('/nothing')).status).toBe(404);
    const headers = { 'content-type': 'application/json' };
    const url = `${bed.simulator.url}/control/settings`;
    expect((await send(url, { method: 'POST', headers, body: '{' })).status).toBe(400);
  });

  it.each(['x', 'constructor', '__proto__'])('knows no key called %s', async (key) => {
    const { msisdn } = bed.fresh();
    await bed.client.post(`/phones/${msisdn}`, { behaviour: 'manual' });
    const { id } = await bed.pushFresh({ PhoneNumber: msisdn });
    expect((await bed.client.post(`/prompts/${id}/${key}`)).status).toBe(404);
  });

  it('lists prompts by phone and from a sequence on', async () => {
    const [one, two] = [await bed.pushFresh(), await bed.pushFresh()];
    const list = async (query: string): Promise<unknown[]> =>
      ((await bed.client.get(`/prompts?all=true&${query}`))['prompts'] as Json[]).map(
        (prompt) => prompt['checkoutRequestId'],
      );
    expect(await list('')).toEqual([one.id, two.id]);
    expect(await list(`msisdn=${two.msisdn}`)).toEqual([two.id]);
    const { next } = await bed.client.get('/prompts?all=true&limit=1');
    expect(await list(`after=${Number(next)}`)).toEqual([two.id]);
  });

  it('lists the ledger by shortcode, by receipt and from a sequence on', async () => {
    const pay = async (payee: string): Promise<Json> => {
      const payment = { payee, msisdn: '254700000009', amountKes: 5 };
      return (await bed.client.post('/payments', payment)).json;
    };
    const [one, two] = [await pay('174379'), await pay('600984')];
    const list = async (query: string): Promise<unknown[]> =>
      ((await bed.client.get(`/ledger?${query}`))['entries'] as Json[]).map(
        (entry) => entry['receipt'],
      );
    expect(await list('shortcode=600984')).toEqual([two['receipt']]);
    expect(await list(`receipt=${String(one['receipt'])}`)).toEqual([one['receipt']]);
    expect(await list(`after=${Number(one['sequence'])}`)).toEqual([two['receipt']]);
    expect(await list('limit=1')).toEqual([one['receipt']]);
  });
});
