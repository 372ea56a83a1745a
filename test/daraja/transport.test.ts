import { ACCEPTED, hang, json, PUSH_PATH, reset, text, type Answer } from './gateway';
import { PUSH, startHarness, type Harness } from './harness';

/** Closes the line in the middle of an answer that promised more. */
const truncated: Answer = (response) => {
  response.writeHead(200, { 'content-length': 500 });
  response.write(JSON.stringify(ACCEPTED).slice(0, 40), () => response.socket?.end());
};

const truncatedWithoutLength: Answer = (response) => {
  response.writeHead(200, { connection: 'close', 'transfer-encoding': 'identity' });
  response.end(JSON.stringify(ACCEPTED).slice(0, 40));
};

/** Writes without end, as fast as it is read. */
const endless: Answer = (response) => {
  response.writeHead(200);
  const write = (): void => {
    if (!response.destroyed) response.write(' '.repeat(16_384), write);
  };
  write();
};

/** A byte at a time, so that every wait between two bytes is short and the whole never ends. */
const dripping: Answer = (response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

describe('a push whose end nobody knows', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness({ pushTimeoutMs: 600 });
  });
  afterEach(() => harness.stop());

  // Guarantees that whatever happens after the first byte, it is sent once and unknown (M2, F2-F5).
  it.each<[string, Answer, string | RegExp]>([
    ['no answer in time', hang, 'timeout'],
    ['an answer that drips past the limit', dripping, 'timeout'],
    ['a reset after the request', reset, /^(ECONNRESET|UND_ERR_SOCKET)$/],
    ['a closed line', (response) => response.socket?.destroy(), /^(ECONNRESET|UND_ERR_SOCKET)$/],
    ['a truncated answer', truncated, /^UND_ERR_/],
    ['an answer cut without a length', truncatedWithoutLength, 'unreadable_body'],
    ['an answer without end', endless, 'response_too_large'],
    ['a page with HTTP 200', text(200, '<html>Gateway</html>'), 'unreadable_body'],
    ['an empty body', text(200, ''), 'unreadable_body'],
    ['no HTTP at all', (response) => response.socket?.end('hello\r\n\r\n'), /^H(PE_|TTPParser)/],
    ['an error page', text(503, '<html>Unavailable</html>'), 'http_503'],
  ])('comes of %s', async (_name, answer, reason) => {
    harness.gateway.on(PUSH_PATH, answer);
    const result = await harness.client.stkPush(harness.account, PUSH);
    const expected: unknown = reason instanceof RegExp ? expect.stringMatching(reason) : reason;
    expect(result).toEqual({ kind: 'unknown', reason: expected });
    expect(harness.gateway.countOf(PUSH_PATH)).toBe(1);
  });

  it('comes of a redirect, which is not followed', async () => {
    harness.gateway.on('/elsewhere', json(200, ACCEPTED)).on(PUSH_PATH, (response) => {
      response.writeHead(307, { location: '/elsewhere' });
      response.end();
    });
    const result = await harness.client.stkPush(harness.account, PUSH);
    expect(result).toEqual({ kind: 'unknown', reason: 'http_307' });
    expect(harness.gateway.countOf('/elsewhere')).toBe(0);
  });

  // Guarantees that a kept connection that dies under a push does not make undici repeat it.
  it('comes of a kept connection that is closed under it', async () => {
    harness.gateway.on(PUSH_PATH, json(200, ACCEPTED));
    await harness.client.stkPush(harness.account, PUSH);
    harness.gateway.on(PUSH_PATH, (response) => response.socket?.destroy());
    const result = await harness.client.stkPush(harness.account, PUSH);
    expect(result).toMatchObject({ kind: 'unknown' });
    expect(harness.gateway.countOf(PUSH_PATH)).toBe(2);
  });
});

describe('a push of which no byte left', () => {
  const notSent = (reason: string) => ({
    kind: 'not_sent',
    reason,
    failure: 'provider_unreachable',
  });

  it('is one that waited for a connection until its time was up', async () => {
    const harness = await startHarness({ pushTimeoutMs: 600, connectionsMax: 1 });
    harness.gateway.on(PUSH_PATH, hang);
    const results = await Promise.all([
      harness.client.stkPush(harness.account, PUSH),
      harness.client.stkPush(harness.account, PUSH),
    ]);
    expect(results).toEqual([{ kind: 'unknown', reason: 'timeout' }, notSent('timeout')]);
    expect(harness.gateway.countOf(PUSH_PATH)).toBe(1);
    await harness.stop();
  });

  it('is one after the client was closed', async () => {
    const harness = await startHarness();
    await harness.client.stkPush(harness.account, PUSH);
    await harness.client.close();
    const result = await harness.client.stkPush(harness.account, PUSH);
    expect(result).toEqual(notSent('UND_ERR_DESTROYED'));
    expect(harness.gateway.countOf(PUSH_PATH)).toBe(1);
    await harness.stop();
  });

  it('is one to a closed port (F1)', async () => {
    const harness = await startHarness();
    await harness.gateway.stop();
    const result = await harness.client.stkPush(harness.account, PUSH);
    expect(result).toEqual(notSent('ECONNREFUSED'));
    await harness.client.close();
  });
});
