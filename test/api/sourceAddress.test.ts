import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { hardenedApp } from '../../api/http/hardenedApp';
import { listen, type Listener } from '../../api/http/listen';
import { errorHandler } from '../../api/http/middleware/errorHandler';
import { requestContext } from '../../api/http/middleware/requestContext';
import { allowSources } from '../../api/http/middleware/sourceAddress';
import { createMetrics } from '../../telemetry/metrics/metrics';
import { reportRefusals } from '../../api/callbacks/reportRefusals';
import { businessEvents } from '../../telemetry/events';
import { memoryLog } from '../kit/memoryLog';

const SAFARICOM = '196.201.214.200';
const STRANGER = '203.0.113.7';

interface Gate {
  readonly port: number;
  readonly logLines: readonly string[];
  refusals(): Promise<number>;
}

const open: Listener[] = [];
afterEach(async () => {
  for (const listener of open.splice(0)) await listener.close();
});

interface Settings {
  readonly sources: readonly string[];
  readonly proxies?: readonly string[];
  readonly host?: string;
}

/** A listener with one path behind the list of sources. */
async function openGate({ sources, proxies = [], host = '127.0.0.1' }: Settings): Promise<Gate> {
  const { log, lines } = memoryLog();
  const metrics = createMetrics('test');
  const app = hardenedApp(proxies);
  app.use(requestContext(log, metrics));
  app.use(reportRefusals(businessEvents(log, metrics)));
  app.use(allowSources(sources));
  app.post('/callback', (_request, response) => void response.sendStatus(200));
  app.use(errorHandler(log));
  const listener = await listen(app, { host, port: 0, requestTimeoutMs: 10_000, log });
  open.push(listener);
  return {
    port: listener.port,
    logLines: lines,
    async refusals() {
      const { values } = await metrics.callbacks.get();
      const counted = values.find(({ labels }) => labels.result === 'source_not_allowed');
      return counted?.value ?? 0;
    },
  };
}

/** Knocks from one of loopback's addresses, with the headers that a proxy would write. */
function knock(
  { port }: Gate,
  from: string,
  headers: OutgoingHttpHeaders = {},
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/callback', method: 'POST' };
    const sent = httpRequest({ ...options, localAddress: from, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject).end();
  });
}

function forwarded(...hops: readonly string[]) {
  return { 'x-forwarded-for': hops.join(', ') };
}

describe('the list of sources', () => {
  it.each([
    ['the address itself', ['127.0.0.2'], 200],
    ['another address', ['127.0.0.3'], 403],
    ['one of several', ['10.0.0.1', '127.0.0.2', '2001:db8::1'], 200],
    ['a network around it', ['127.0.0.0/30'], 200],
    ['a network beside it', ['127.0.0.4/30'], 403],
    ['a network of one', ['127.0.0.2/32'], 200],
    ['its IPv6 form alone', ['2001:db8::/32'], 403],
    ['nothing', [], 403],
  ])('judges a caller by %s', async (_what, sources, status) => {
    expect(await knock(await openGate({ sources }), '127.0.0.2')).toBe(status);
  });

  it('counts a refusal and names the address in the log, for an operator to see', async () => {
    const gate = await openGate({ sources: ['127.0.0.3'] });
    expect(await knock(gate, '127.0.0.2')).toBe(403);
    expect(await gate.refusals()).toBe(1);
    expect(gate.logLines.join('')).toContain('"sourceAddress":"127.0.0.2"');
  });

  // Guarantees that an operator sees what was read, or what could not be read as it stood.
  it.each([
    ['an address with a port', `${STRANGER}:51008`, STRANGER],
    ['what is not an address', 'unknown', 'unknown'],
    ['far too much', 'x'.repeat(500), `${'x'.repeat(64)}`],
    ['a number that may be a phone', '254700000000', '2547****000'],
  ])('names %s in the log', async (_what, hop, shown) => {
    const gate = await openGate({ sources: [SAFARICOM], proxies: ['127.0.0.2'] });
    expect(await knock(gate, '127.0.0.2', forwarded(hop))).toBe(403);
    expect(gate.logLines.join('')).toContain(`"sourceAddress":"${shown}"`);
  });

  it.each(['no-address', '10.0.0.0/33', '2001:db8::/129', '10.0.0.1/x'])(
    'refuses to start with "%s" in it',
    async (source) => {
      await expect(openGate({ sources: [source] })).rejects.toThrow();
    },
  );
});

// Guarantees that no header makes a caller someone else unless a listed proxy wrote it (A6).
describe('what headers claim', () => {
  const claims: ReadonlyArray<readonly [string, OutgoingHttpHeaders]> = [
    ['X-Forwarded-For', forwarded(SAFARICOM)],
    ['several X-Forwarded-For', { 'x-forwarded-for': [SAFARICOM, SAFARICOM] }],
    ['Forwarded', { forwarded: `for=${SAFARICOM}` }],
    ['X-Real-IP', { 'x-real-ip': SAFARICOM }],
    ['True-Client-IP', { 'true-client-ip': SAFARICOM }],
  ];

  it.each(claims)('is nothing without proxies: %s', async (_name, headers) => {
    const gate = await openGate({ sources: [SAFARICOM] });
    expect(await knock(gate, '127.0.0.2', headers)).toBe(403);
  });

  it.each(claims)('is nothing from a proxy that is not listed: %s', async (_name, headers) => {
    const gate = await openGate({ sources: [SAFARICOM], proxies: ['127.0.0.9', '10.0.0.0/8'] });
    expect(await knock(gate, '127.0.0.2', headers)).toBe(403);
  });

  it.each(claims.slice(2))('is nothing from a listed proxy: %s', async (_name, headers) => {
    const gate = await openGate({ sources: [SAFARICOM], proxies: ['127.0.0.2'] });
    expect(await knock(gate, '127.0.0.2', headers)).toBe(403);
  });

  it('does not shut out a caller that is allowed by itself', async () => {
    const gate = await openGate({ sources: ['127.0.0.2'] });
    expect(await knock(gate, '127.0.0.2', forwarded(STRANGER))).toBe(200);
  });
});

// Guarantees that behind listed proxies the caller is the rightmost address that is not one of
// them: whatever stands further left anyone may have written (A6).
describe('a chain behind the listed proxies 127.0.0.2 and 10.0.0.0/8', () => {
  const proxies = ['127.0.0.2', '10.0.0.0/8'];
  const sources = [SAFARICOM, '2001:db8:5af::/48'];

  it.each([
    [200, 'the caller alone', [SAFARICOM]],
    [200, 'the caller, then a listed proxy', [SAFARICOM, '10.1.2.3']],
    [200, 'the caller, then two', [SAFARICOM, '10.1.2.3', '127.0.0.2']],
    [200, 'a lie before the caller', [STRANGER, SAFARICOM, '10.1.2.3']],
    [200, 'nonsense before the caller', ['unknown', SAFARICOM]],
    [403, 'a lie before a stranger', [SAFARICOM, STRANGER]],
    [403, 'a lie before a stranger and a listed proxy', [SAFARICOM, STRANGER, '10.1.2.3']],
    [403, 'lies that name listed proxies too', [SAFARICOM, '10.1.2.3', STRANGER, '10.9.9.9']],
    [403, 'a proxy that is not listed last', [SAFARICOM, '192.168.0.1']],
    [403, 'none but listed proxies', ['10.1.2.3', '10.4.5.6']],
    [403, 'a text that is not an address', ['unknown']],
    [200, 'an address with a port', [`${SAFARICOM}:51008`]],
    [200, 'IPv6 in brackets', ['[2001:db8:5af::1]']],
    [200, 'IPv6 with a port', ['[2001:db8:5af::1]:443']],
    [200, 'IPv4 written as IPv6 with a port', [`[::ffff:${SAFARICOM}]:443`]],
    [200, 'the caller, then a listed proxy with a port', [SAFARICOM, '10.1.2.3:80']],
    [200, 'a lie with a port before the caller', [`${STRANGER}:1`, `${SAFARICOM}:2`]],
    [403, 'a lie before a stranger with a port', [SAFARICOM, `${STRANGER}:443`]],
    [
      403,
      'a stranger with a port before a listed proxy',
      [SAFARICOM, `${STRANGER}:1`, '10.1.2.3:2'],
    ],
    [403, 'a port that is not one', [`${SAFARICOM}:x`]],
    [403, 'two ports', [`${SAFARICOM}:1:2`]],
    [403, 'IPv4 in brackets', [`[${SAFARICOM}]`]],
    [403, 'an address as one number', ['3301561032']],
    [403, 'an address in octal', ['0304.0311.0326.0310']],
    [200, 'the caller, then an empty entry', [SAFARICOM, '']],
    [403, 'nothing', ['']],
    [200, 'IPv4 written as IPv6', [`::ffff:${SAFARICOM}`]],
    [200, 'the same in hexadecimal', ['::ffff:c4c9:d6c8']],
    [403, 'a stranger written as IPv6', [`::ffff:${STRANGER}`]],
    [403, 'IPv4 in another IPv6 form', [`64:ff9b::${SAFARICOM}`]],
    [200, 'IPv6 of a listed network', ['2001:db8:5af::1']],
    [200, 'the same written out', ['2001:0db8:05af:0000:0000:0000:0000:0001']],
    [403, 'IPv6 beside that network', ['2001:db8:5b0::1']],
  ])('answers %d to %s', async (status, _what, hops) => {
    const gate = await openGate({ sources, proxies });
    expect(await knock(gate, '127.0.0.2', forwarded(...hops))).toBe(status);
  });

  it('answers 403 to the proxy itself, which is not a source', async () => {
    const gate = await openGate({ sources, proxies });
    expect(await knock(gate, '127.0.0.2')).toBe(403);
  });
});

const hasIPv6 = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .some(({ address }) => isIPv6(address));

// Guarantees that a listener on IPv6, to which IPv4 callers look like ::ffff:…, judges them alike.
// A machine without IPv6 has no such listener.
(hasIPv6 ? describe : describe.skip)('a listener on IPv6', () => {
  const host = '::ffff:127.0.0.1';

  it.each([
    ['127.0.0.2', 200],
    ['127.0.0.3', 403],
  ])('answers %s with %d', async (from, status) => {
    const gate = await openGate({ sources: ['127.0.0.2'], host });
    expect(await knock(gate, from)).toBe(status);
  });

  it('knows a listed proxy too', async () => {
    const gate = await openGate({ sources: [SAFARICOM], proxies: ['127.0.0.2'], host });
    expect(await knock(gate, '127.0.0.2', forwarded(SAFARICOM))).toBe(200);
    expect(await knock(gate, '127.0.0.3', forwarded(SAFARICOM))).toBe(403);
  });
});
