import dns, { type LookupAddress } from 'node:dns';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer, isIPv6, type AddressInfo, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { promisify } from 'node:util';
import { createHttpSender, type HttpSender } from '../../daraja/http/http';
import type { HttpResult } from '../../daraja/http/httpExchange';
import { DARAJA_LIMITS } from '../../daraja/http/limits';
import { raceAddresses } from '../../daraja/http/raceAddresses';
import { startLateListener, type LateListener } from './lateListener';
import { selfSignedCertificate } from './selfSignedCertificate';

const PATIENT = { ...DARAJA_LIMITS, connectTimeoutMs: 5_000 };

/** Makes every name stand for these addresses, in this order. */
function resolveTo(...addresses: readonly string[]): void {
  const found: LookupAddress[] = addresses.map((address) => ({
    address,
    family: isIPv6(address) ? 6 : 4,
  }));
  const lookup = (_name: string, _options: object, done: (error: null, all: object) => void) =>
    done(null, found);
  jest.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup);
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return (server.address() as AddressInfo).port;
}

let http: HttpSender;
const open: { close(): unknown }[] = [];

async function late(host: string, port = 0): Promise<LateListener> {
  const listener = await startLateListener(host, { port });
  open.push(listener);
  return listener;
}

/** Says "prompt" to every request. */
async function prompt(host: string, port: number): Promise<Server> {
  const server = createHttpServer((_request, response) => response.end('prompt'));
  open.push(server);
  await listen(server, port, host);
  return server;
}

function post(origin: string): Promise<HttpResult> {
  const url = new URL('/mpesa/stkpush/v1/processrequest', origin);
  const deadlineAtMs = performance.now() + DARAJA_LIMITS.pushTimeoutMs;
  return http.send({ method: 'POST', url, headers: {}, body: '{}', deadlineAtMs });
}

async function secondsOf<T>(work: Promise<T>): Promise<[T, number]> {
  const startedAtMs = performance.now();
  const value = await work;
  return [value, (performance.now() - startedAtMs) / 1000];
}

beforeEach(() => {
  http = createHttpSender(PATIENT);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await http.close();
  await Promise.all(open.splice(0).map((each) => each.close()));
});

describe('a request to a name with several addresses', () => {
  // Guarantees that a handshake of a second, far beyond the 250 ms that Node allows each address
  // by default, costs no push while the five seconds that we promise last.
  it.each([
    ['before a dead one', ['127.0.0.1', '127.0.0.2']],
    ['before dead IPv6', ['127.0.0.1', '::1']],
    ['after dead IPv6', ['::1', '127.0.0.1']],
    ['between dead ones', ['127.0.0.2', '127.0.0.1', '::1', '127.0.0.3']],
  ])('waits for a slow address %s', async (_where, addresses) => {
    const slow = await late('127.0.0.1');
    resolveTo(...addresses);
    const answer = post(`http://daraja.example.test:${slow.port}`);
    slow.letGo();
    expect(await answer).toMatchObject({ kind: 'answered', text: '{}' });
  });

  // Guarantees that racing two addresses never sends a push on both.
  it('sends once where all of them are slow', async () => {
    const first = await late('127.0.0.1');
    const second = await late('127.0.0.2', first.port);
    resolveTo('127.0.0.1', '127.0.0.2');
    const answer = post(`http://daraja.example.test:${first.port}`);
    first.letGo();
    second.letGo();
    expect(await answer).toMatchObject({ kind: 'answered' });
    expect(first.requests() + second.requests()).toBe(1);
  });

  it('does not spend its time on a dead address that comes first', async () => {
    const dead = await late('127.0.0.1');
    await prompt('127.0.0.2', dead.port);
    resolveTo('127.0.0.1', '127.0.0.2');
    const [answer, seconds] = await secondsOf(post(`http://daraja.example.test:${dead.port}`));
    expect(answer).toMatchObject({ kind: 'answered', text: 'prompt' });
    expect(seconds).toBeLessThan(2);
  });

  // A load balancer whose hosts are gone takes connections and never says a word.
  it('does not spend its time on an address that never finishes its greeting', async () => {
    const silent = createTcpServer((socket) => socket.on('error', () => undefined).resume());
    open.push(silent);
    const port = await listen(silent, 0, '127.0.0.1');
    const { certificatePem, privateKeyPem } = selfSignedCertificate('daraja.example.test');
    const greeting = createTlsServer({ cert: certificatePem, key: privateKeyPem });
    open.push(greeting);
    await listen(greeting, port, '127.0.0.2');
    resolveTo('127.0.0.1', '127.0.0.2');
    const tls = { ca: certificatePem, rejectUnauthorized: true };
    const connectTo = promisify(raceAddresses({ limits: PATIENT, tls }));
    const host = 'daraja.example.test';
    const target = { hostname: host, host, protocol: 'https:', port: String(port) };
    const [socket, seconds] = await secondsOf(connectTo(target));
    expect(socket).toMatchObject({ authorized: true, remoteAddress: '127.0.0.2' });
    expect(seconds).toBeLessThan(2);
    socket?.destroy();
  });

  it('is over when its time to connect is, whatever the number of dead addresses', async () => {
    await http.close();
    http = createHttpSender({ ...PATIENT, connectTimeoutMs: 700 });
    const dead = await late('127.0.0.1');
    await late('127.0.0.2', dead.port);
    resolveTo('127.0.0.1', '127.0.0.2', '127.0.0.1', '127.0.0.2');
    const [result, seconds] = await secondsOf(post(`http://daraja.example.test:${dead.port}`));
    expect(result).toEqual({ kind: 'not_sent', code: 'UND_ERR_CONNECT_TIMEOUT' });
    expect(seconds).toBeLessThan(2);
  });

  it('is over when its time to connect is, though the name is never resolved', async () => {
    await http.close();
    http = createHttpSender({ ...PATIENT, connectTimeoutMs: 300 });
    jest.spyOn(dns, 'lookup').mockImplementation(() => undefined);
    const result = await post('http://daraja.example.test');
    expect(result).toEqual({ kind: 'not_sent', code: 'UND_ERR_CONNECT_TIMEOUT' });
  });

  // Guarantees that settings which TLS refuses fail a request, and never the process.
  it('fails where a connection cannot even be begun', async () => {
    resolveTo('127.0.0.1', '127.0.0.2');
    const tls = { ca: 'not a certificate', minVersion: 'none' as 'TLSv1.2' };
    const connectTo = promisify(raceAddresses({ limits: PATIENT, tls }));
    const host = 'daraja.example.test';
    const target = { hostname: host, host, protocol: 'https:', port: '1' };
    await expect(connectTo(target)).rejects.toMatchObject({
      code: 'ERR_TLS_INVALID_PROTOCOL_VERSION',
    });
  });

  it('says why where every address refuses', async () => {
    const closed = createTcpServer();
    const port = await listen(closed, 0, '127.0.0.1');
    await new Promise((resolve) => closed.close(resolve));
    resolveTo('127.0.0.1', '127.0.0.2', '::1');
    const result = await post(`http://daraja.example.test:${port}`);
    expect(result).toEqual({ kind: 'not_sent', code: 'ECONNREFUSED' });
  });
});
