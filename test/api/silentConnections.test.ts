import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { connect, type Socket } from 'node:net';
import { createApp } from '../../api/public/app';
import { createCallbacksApp } from '../../api/callbacks/app';
import { listen, type Listener, type ListenerLimits } from '../../api/http/listen';
import { createOperationsApp } from '../../api/operations/app';
import { startOperations } from '../../wiring/operations';
import { type CuttableApi, startCuttableApi } from '../kit/cuttableApi';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

const MAX = 20;
const LIMITS: Partial<ListenerLimits> = { maxConnections: MAX, checkEveryMs: 25, lingerMs: 50 };
const SHORT = { ...LIMITS, headersTimeoutMs: 200, idleTimeoutMs: 300 };
const LOCAL = { host: '127.0.0.1', port: 0 };
const LISTENERS = ['public', 'callbacks', 'operations', 'worker operations'] as const;

let system: TestSystem;
let api: CuttableApi;
const open: Listener[] = [];
const sockets: Socket[] = [];
/** The listeners' ends of the connections, as Node tells of them. */
const accepted: Socket[] = [];
const accept = (message: unknown) => void accepted.push((message as { socket: Socket }).socket);

beforeAll(async () => {
  subscribe('net.server.socket', accept);
  system = await startSystem();
  api = await startCuttableApi(system);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const listener of open.splice(0)) await listener.close();
  accepted.length = 0;
});
afterAll(async () => {
  unsubscribe('net.server.socket', accept);
  await api.stop();
  await system.stop();
});

async function start(name: (typeof LISTENERS)[number], limits = LIMITS): Promise<Listener> {
  const { deps } = api;
  const { log, metrics } = deps;
  const options = { ...LOCAL, requestTimeoutMs: limits === SHORT ? 400 : 10_000, log, limits };
  const readiness = async () => Promise.resolve({ isReady: true, parts: {} });
  const listener = await {
    public: () => listen(createApp(deps), options),
    callbacks: () => listen(createCallbacksApp(deps), options),
    operations: () => listen(createOperationsApp(deps, null), options),
    'worker operations': () => startOperations({ ...options, metrics, readiness }),
  }[name]();
  open.push(listener);
  return listener;
}

interface Caller {
  readonly socket: Socket;
  heard: string;
  isEnded: boolean;
  isCut: boolean;
}

/** A caller that holds its connection open, even when the listener ends its half. */
async function call({ port }: Listener, bytes = ''): Promise<Caller> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const caller: Caller = { socket, heard: '', isEnded: false, isCut: false };
  sockets.push(socket);
  socket.on('data', (part) => (caller.heard += part.toString()));
  socket.on('end', () => (caller.isEnded = true));
  socket.on('error', () => (caller.isCut = true));
  await new Promise((resolve) => socket.once('connect', resolve).once('error', resolve));
  if (bytes !== '') socket.write(bytes);
  return caller;
}

async function callMany(listener: Listener, count: number, bytes: string): Promise<Caller[]> {
  const callers: Caller[] = [];
  for (let made = 0; made < count; made += 1) callers.push(await call(listener, bytes));
  return callers;
}

/** Whether the listener has let the whole connection go, and not only its own half of it. */
function isLetGo({ socket }: Caller): boolean {
  const ours = accepted.find(({ remotePort }) => remotePort === socket.localPort);
  return ours === undefined || ours.destroyed;
}

const REQUEST = 'GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n';
const STALLED = 'POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx';

describe.each(LISTENERS)('the %s listener', (name) => {
  // Guarantees that nobody is kept out by connections that ask for nothing, in whatever way.
  it.each([
    ['silent connections', ''],
    ['connections with half a request line', 'GET / HT'],
    ['connections with empty lines', '\r\n'],
    ['connections with half the headers', 'GET / HTTP/1.1\r\nHost: localhost\r\nX-'],
    ['connections with half a body', STALLED],
    ['connections that asked once', REQUEST],
  ])('answers a newcomer although it is full of %s', async (_what, bytes) => {
    const listener = await start(name);
    await callMany(listener, 3 * MAX, bytes);
    const newcomer = await call(listener, REQUEST);
    await until('an answer', () => newcomer.heard.startsWith('HTTP/1.1 '), 2_000);
    expect(newcomer.heard).toMatch(/^HTTP\/1\.1 40[34] /);
  });

  // Guarantees that a caller who never closes its end cannot hold ours: the socket is destroyed.
  it.each([
    ['was silent', '', /^$/],
    ['sent half a request', 'GET / HT', /^HTTP\/1\.1 408 /],
    ['sent empty lines', '\r\n', /^HTTP\/1\.1 408 /],
    ['sent no HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['asked once', REQUEST, /^HTTP\/1\.1 40[34] [^]*\}$/],
    ['sent half a body', STALLED, /^HTTP\/1\.1 40[0-9] /],
  ])('lets go of a caller that %s and holds on', async (_what, bytes, heard) => {
    const listener = await start(name, SHORT);
    const caller = await call(listener, bytes);
    await until('the connection to be accepted', () => accepted.length > 0);
    await until('the connection to be let go', () => isLetGo(caller), 3_000);
    expect(caller.heard).toMatch(heard);
  });
});

// Guarantees that making room never costs a request that is being handled.
it('cuts nobody who waits for an answer, and turns the newcomer away instead', async () => {
  const held: (() => void)[] = [];
  const { log } = api.deps;
  const listener = await listen(
    (_request, response) => void held.push(() => response.end('late')),
    { ...LOCAL, requestTimeoutMs: 10_000, log, limits: LIMITS },
  );
  open.push(listener);
  const waiting = await callMany(listener, MAX, REQUEST);
  await until('all of them to be handled', () => held.length === MAX);
  const newcomer = await call(listener, REQUEST);
  await until('the newcomer to be turned away', () => newcomer.isEnded || newcomer.isCut, 2_000);
  for (const answer of held) answer();
  await until('every answer', () => waiting.every(({ heard }) => heard.endsWith('late')), 2_000);
});
