import { execFile } from 'node:child_process';
import dns from 'node:dns';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createHttpSender, type HttpSender } from '../../daraja/http/http';
import { LIMITS } from './harness';
import { selfSignedCertificate } from './selfSignedCertificate';

const ROOT = join(__dirname, '..', '..');

/** Sends one request to the address in its command line and prints what became of it. */
const PROBE = `
  const { createHttpSender } = require('./daraja/http/http');
  const { DARAJA_LIMITS } = require('./daraja/http/limits');
  const http = createHttpSender(DARAJA_LIMITS);
  const deadlineAtMs = performance.now() + 5000;
  http
    .send({ method: 'POST', url: new URL(process.argv[1]), headers: {}, body: '{}', deadlineAtMs })
    .then((result) => process.stdout.write(JSON.stringify(result)))
    .then(() => http.close());
`;

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function closed(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}

describe('a request that cannot reach anyone', () => {
  let http: HttpSender;
  beforeEach(() => {
    http = createHttpSender(LIMITS);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await http.close();
  });

  const post = (origin: string) =>
    http.send({
      method: 'POST',
      url: new URL('/mpesa/stkpush/v1/processrequest', origin),
      headers: {},
      body: '{}',
      deadlineAtMs: performance.now() + LIMITS.pushTimeoutMs,
    });

  it('was not sent to a closed port (F1)', async () => {
    const server = createTcpServer();
    const port = await portOf(server);
    await closed(server);
    const result = await post(`http://127.0.0.1:${port}`);
    expect(result).toEqual({ kind: 'not_sent', code: 'ECONNREFUSED' });
  });

  it('was not sent to a name that does not resolve (F1)', async () => {
    const failure = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    const lookup = (_name: string, _options: object, done: (error: Error) => void) => done(failure);
    jest.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup);
    const result = await post('http://daraja.example.test');
    expect(result).toEqual({ kind: 'not_sent', code: 'ENOTFOUND' });
  });

  // Guarantees that nobody can stand between us and Safaricom with a certificate of his own (A42).
  it('was not sent under a stranger’s certificate, whatever the environment says', async () => {
    const { certificatePem, privateKeyPem } = selfSignedCertificate('127.0.0.1');
    const seen: unknown[] = [];
    const server = createTlsServer({ cert: certificatePem, key: privateKeyPem }, (request) =>
      seen.push(request.url),
    );
    const origin = `https://127.0.0.1:${await portOf(server)}`;
    const code = 'DEPTH_ZERO_SELF_SIGNED_CERT';
    expect(await post(origin)).toEqual({ kind: 'not_sent', code });
    // In a process of its own, because jest keeps changes of the environment from Node.
    const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const probe = ['--import', 'tsx', '--eval', PROBE, origin];
    const { stdout } = await promisify(execFile)(process.execPath, probe, { env, cwd: ROOT });
    expect(JSON.parse(stdout)).toEqual({ kind: 'not_sent', code });
    expect(seen).toEqual([]);
    await closed(server);
  });

  it('was not sent to a server that never finishes its greeting', async () => {
    const server = createTcpServer((socket) => socket.on('error', () => undefined).resume());
    const port = await portOf(server);
    const result = await post(`https://127.0.0.1:${port}`);
    expect(result).toEqual({ kind: 'not_sent', code: 'UND_ERR_CONNECT_TIMEOUT' });
    await closed(server);
  });
});
