import { send } from './darajaClient';
import { startTestBed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

const unreadable: readonly [string, Record<string, string>, string][] = [
  ['more than a megabyte', {}, `{"Padding":"${'x'.repeat(1_100_000)}"}`],
  ['what is called gzip and is not', { 'content-encoding': 'gzip' }, '{}'],
  ['an unknown encoding', { 'content-encoding': 'pigeon' }, '{}'],
  ['an unknown character set', { 'content-type': 'application/json; charset=pigeon' }, '{}'],
];

async function post(path: string, headers: Record<string, string>, body: string) {
  const authorization = `Bearer ${await bed.client.token()}`;
  const given = { 'content-type': 'application/json', authorization, ...headers };
  return send(bed.simulator.url + path, { method: 'POST', headers: given, body });
}

// Guarantees that a client can know that money did not move: HTTP 500 would leave it open.
describe('a request that cannot be read', () => {
  it.each(unreadable)('%s is refused by Daraja as bad', async (_, headers, body) => {
    const { status, json } = await post('/mpesa/stkpush/v1/processrequest', headers, body);
    expect(status).toBe(400);
    expect(json).toEqual({
      requestId: expect.any(String),
      errorCode: '400.002.05',
      errorMessage: 'Invalid Request Payload',
    });
    await bed.client.event('push_refused', { errorCode: '400.002.05' });
  });

  it.each(unreadable)('%s is refused by Pull in its own code', async (_, headers, body) => {
    const { status, json } = await post('/pulltransactions/v1/query', headers, body);
    expect([status, json['errorCode']]).toEqual([400, '400.001']);
  });

  it.each(unreadable)('%s is refused by the control API', async (_, headers, body) => {
    const { status, json } = await post('/control/settings', headers, body);
    expect([status, json]).toEqual([400, { error: expect.any(String) }]);
  });

  it.each(['/phones/%E0%A4%A', '/prompts/%E0%A4%A/approve'])(
    'a control path with half a character in it: %s',
    async (path) => {
      const method = path.startsWith('/phones') ? 'GET' : 'POST';
      const { status, json } = await send(`${bed.simulator.url}/control${path}`, { method });
      expect([status, json]).toEqual([400, { error: expect.any(String) }]);
    },
  );
});
