import { createKeyring } from '../../wiring/store';
import { connect } from 'node:net';
import { createApp } from '../../api/public/app';
import { createCallbacksApp } from '../../api/callbacks/app';
import { listen, type Listener } from '../../api/http/listen';
import { createOperationsApp } from '../../api/operations/app';
import { EncryptionCodec } from '../../engine/payloadCodec';
import { startOperations } from '../../wiring/operations';
import { type CuttableApi, startCuttableApi } from '../kit/cuttableApi';
import { startSystem, type TestSystem } from '../kit/system';

const LISTENERS = ['public', 'callbacks', 'operations', 'worker operations'] as const;
type Name = (typeof LISTENERS)[number];

let system: TestSystem;
let api: CuttableApi;
const open = new Map<Name, Listener>();

beforeAll(async () => {
  system = await startSystem();
  api = await startCuttableApi(system);
  const deps = { ...api.deps, operationsHosts: ['api', 'Metrics.Internal'] };
  const { log, metrics, operationsHosts: hosts } = deps;
  const options = { host: '127.0.0.1', port: 0, requestTimeoutMs: 10_000, log };
  const codec = {
    codec: new EncryptionCodec(createKeyring(system.config)),
    uiOrigin: 'http://127.0.0.1:7409',
  };
  const readiness = async () => Promise.resolve({ isReady: true, parts: {} });
  open.set('public', await listen(createApp(deps), options));
  open.set('callbacks', await listen(createCallbacksApp(deps), options));
  open.set('operations', await listen(createOperationsApp(deps, codec), options));
  open.set('worker operations', await startOperations({ ...options, metrics, readiness, hosts }));
});
afterAll(async () => {
  for (const listener of open.values()) await listener.close();
  await api.stop();
  await system.stop();
});

/** The status of the answer to a request as it is, header by header. */
async function statusOf(name: Name, path: string, headers: readonly string[]): Promise<number> {
  const socket = connect(open.get(name)?.port ?? 0, '127.0.0.1').setEncoding('utf8');
  socket.write(`${[`GET ${path} HTTP/1.1`, ...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`);
  let text = '';
  for await (const part of socket) text += String(part);
  return Number(/^HTTP\/1\.1 (\d+) /.exec(text)?.[1]);
}

// Guarantees that a web page which leads its own name to this machine (DNS rebinding) reads
// neither figures nor decoded histories, while operators and their tools still do.
describe.each(['operations', 'worker operations'] as const)('the %s listener', (name) => {
  const port = () => open.get(name)?.port;

  it.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    '127.0.0.1',
    '[::1]',
    'api',
    'metrics.internal',
  ])('answers when called as %s, with and without its port', async (host) => {
    for (const path of ['/health', '/ready', '/metrics']) {
      expect(await statusOf(name, path, [`Host: ${host}`])).not.toBe(421);
      expect(await statusOf(name, path, [`Host: ${host}:${port()}`])).toBe(200);
    }
  });

  it.each([
    'evil.test',
    'localhost.evil.test',
    '127.0.0.1.evil.test',
    'api.evil.test',
    'evillocalhost',
    '203.0.113.7',
    '127.0.0.2',
    '0.0.0.0',
    '2130706433',
    '[::]',
  ])('answers 421 to the name %s on every path', async (host) => {
    for (const path of ['/health', '/ready', '/metrics', '/codec/decode', '/nowhere']) {
      expect(await statusOf(name, path, [`Host: ${host}:${port()}`])).toBe(421);
    }
  });

  it('answers 421 to a target that names another host than the header', async () => {
    expect(await statusOf(name, 'http://evil.test/metrics', ['Host: localhost'])).toBe(421);
  });

  it.each([
    ['two hosts', ['Host: localhost', 'Host: evil.test']],
    ['twice the same host', ['Host: localhost', 'host: localhost']],
    ['no host', []],
    ['an empty host', ['Host:']],
    ['a list', ['Host: localhost, evil.test']],
    ['a user', ['Host: localhost@evil.test']],
  ])('answers 400 to %s', async (_what, headers) => {
    for (const path of ['/health', '/ready', '/metrics', '/nowhere']) {
      expect(await statusOf(name, path, headers)).toBe(400);
    }
  });
});

// Guarantees that no two readers of one request can take it for two hosts'.
it.each(LISTENERS)('the %s listener answers 400 to two hosts', async (name) => {
  const headers = ['Host: localhost', 'Host: other.test'];
  expect(await statusOf(name, '/v1/payments', headers)).toBe(400);
});
