import { once } from 'node:events';
import { connect } from 'node:net';
import { hardenedApp } from '../../api/http/hardenedApp';
import { listen } from '../../api/http/listen';
import { errorHandler, notFound } from '../../api/http/middleware/errorHandler';
import { requestContext } from '../../api/http/middleware/requestContext';
import { requireHost } from '../../api/http/middleware/requireHost';
import { createMetrics } from '../../telemetry/metrics/metrics';
import { memoryLog } from '../kit/memoryLog';
import { until } from '../kit/until';

interface Heard {
  /** All that came over the connection, up to its end. */
  readonly text: string;
  readonly logLines: readonly string[];
}

/** What a listener answers to these bytes, each part sent once the one before was answered. */
async function hears(parts: readonly string[]): Promise<Heard> {
  const { log, lines } = memoryLog();
  const app = hardenedApp([]);
  app.use(requestContext(log, createMetrics('test')));
  app.use(requireHost);
  app.all('/wait', () => undefined);
  app.use(notFound);
  app.use(errorHandler(log));
  const listener = await listen(app, {
    host: '127.0.0.1',
    port: 0,
    requestTimeoutMs: 10_000,
    log,
  });
  const socket = connect(listener.port, '127.0.0.1').setEncoding('utf8');
  let text = '';
  socket.on('data', (part: string) => (text += part));
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  for (const [index, part] of parts.entries()) {
    await until('the answers so far', () => text.split(/HTTP\/1\.1 \d/).length > index);
    socket.write(part);
  }
  await closed;
  await listener.close();
  return { text, logLines: lines };
}

function lastAnswer(text: string): { head: string; body: Record<string, unknown> } {
  const [head = '', body = ''] = (text.split(/(?=HTTP\/1\.1 \d)/).at(-1) ?? '').split('\r\n\r\n');
  return { head, body: JSON.parse(body) as Record<string, unknown> };
}

const LONG_HEADERS = `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`;
const WAITING = 'GET /wait HTTP/1.1\r\nHost: a\r\n\r\n';
const BROKEN_CHUNK =
  'POST /wait HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n';

// Guarantees that even what never became a request is told what is wrong and what to do.
it.each([
  ['no HTTP', ['sk_secret there\r\n\r\n'], 400, 'malformed_request'],
  ['a header without a colon', ['GET / HTTP/1.1\r\nBad\r\n\r\n'], 400, 'malformed_request'],
  ['endless headers', [LONG_HEADERS], 431, 'headers_too_large'],
  [
    'no HTTP on a connection used before',
    ['GET / HTTP/1.1\r\nHost: a\r\n\r\n', 'hello\r\n\r\n'],
    400,
    'malformed_request',
  ],
  ['a body of broken chunks', [BROKEN_CHUNK], 400, 'malformed_request'],
])('answers a problem to %s, and logs it without its bytes', async (_, bytes, status, code) => {
  const { text, logLines } = await hears(bytes);
  const { head, body } = lastAnswer(text);
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(head).toContain('Content-Type: application/problem+json');
  expect(head).toContain(`Request-Id: ${String(body['requestId'])}`);
  expect(body).toMatchObject({ status, code });
  expect(body['remedy']).toEqual(expect.any(String));
  expect(logLines.join()).toContain(String(body['requestId']));
  expect(logLines.join()).not.toMatch(/sk_secret|xxx/);
});

// Guarantees that what Node would answer with an empty body by itself gets a problem, too.
it.each([
  ['no Host', 'GET /nowhere HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'malformed_request'],
  [
    'an expectation that nobody knows',
    'GET /nowhere HTTP/1.1\r\nHost: a\r\nExpect: luck\r\nConnection: close\r\n\r\n',
    404,
    'not_found',
  ],
])('answers a problem to %s, and logs the request', async (_, bytes, status, code) => {
  const { text, logLines } = await hears([bytes]);
  const { head, body } = lastAnswer(text);
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(body).toMatchObject({ status, code });
  expect(logLines.join()).toContain(String(body['requestId']));
});

// Guarantees that a payment which was asked for is never called refused by another's mistake.
it('gives a request that still waits no refusal that another one earned', async () => {
  const { text, logLines } = await hears([`${WAITING}hello\r\n\r\n`]);
  expect(text).toBe('');
  expect(logLines.join()).toContain('malformed_request');
});
