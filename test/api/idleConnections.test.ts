import { once } from 'node:events';
import { connect } from 'node:net';
import { listen, LISTENER_LIMITS } from '../../api/http/listen';
import { memoryLog } from '../kit/memoryLog';
import { until } from '../kit/until';

/** What common load balancers keep an idle connection for, unless they are told otherwise. */
const LOAD_BALANCER_MS = 60_000;
const REQUEST = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

/** Every time limit of a listener at a hundredth of its length. */
const SHORT = {
  headersTimeoutMs: LISTENER_LIMITS.headersTimeoutMs / 100,
  idleTimeoutMs: LISTENER_LIMITS.idleTimeoutMs / 100,
  checkEveryMs: 10,
};

async function openConnection() {
  const { log } = memoryLog();
  const listener = await listen((_request, response) => void response.end('ok'), {
    ...{ host: '127.0.0.1', port: 0, requestTimeoutMs: 300, log },
    limits: SHORT,
  });
  const socket = connect(listener.port, '127.0.0.1').setEncoding('utf8');
  const heard = { text: '' };
  socket.on('data', (part: string) => (heard.text += part));
  await once(socket, 'connect');
  return { socket, heard, listener };
}

// Guarantees that the load balancer is the one to close an idle connection: were it us, the request
// that it sends in the same moment would be lost.
it('keeps idle connections longer than common load balancers do', () => {
  expect(LISTENER_LIMITS.idleTimeoutMs).toBeGreaterThan(LOAD_BALANCER_MS + 5_000);
});

it.each([
  ['that has asked nothing', ''],
  ['between two requests', REQUEST],
])('closes a connection %s late, and without an answer that nobody asked for', async (_, bytes) => {
  const { socket, heard, listener } = await openConnection();
  if (bytes !== '') {
    socket.write(bytes);
    await until('the answer', () => heard.text.endsWith('ok'));
  }
  heard.text = '';
  const idleSince = performance.now();
  await once(socket, 'close');
  const idleMs = performance.now() - idleSince;
  expect(heard.text).toBe('');
  expect(idleMs).toBeGreaterThan(LOAD_BALANCER_MS / 100);
  await listener.close();
});

it('answers a first request that comes after the time that headers may take', async () => {
  const { socket, heard, listener } = await openConnection();
  const openedAt = performance.now();
  await until('a while', () => performance.now() - openedAt > 3 * SHORT.headersTimeoutMs);
  socket.write(REQUEST);
  await until('the answer', () => heard.text.endsWith('ok'));
  socket.destroy();
  await listener.close();
});

it('still answers 408 when headers take too long', async () => {
  const { socket, heard, listener } = await openConnection();
  socket.write('GET / HTTP/1.1\r\nHos');
  await once(socket, 'close');
  expect(heard.text).toMatch(/^HTTP\/1\.1 408 /);
  await listener.close();
});
