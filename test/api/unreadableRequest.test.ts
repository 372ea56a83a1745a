import { once } from 'node:events';
import { connect } from 'node:net';
import { hardenedApp } from '../../api/hardenedApp';
import { listen } from '../../api/listen';

/** What a listener that has no routes answers to these bytes, up to the end of the connection. */
async function answerTo(bytes: string): Promise<{ head: string; body: Record<string, unknown> }> {
  const address = { host: '127.0.0.1', port: 0, requestTimeoutMs: 10_000 };
  const listener = await listen(hardenedApp([]), address);
  const socket = connect(listener.port, '127.0.0.1').setEncoding('utf8');
  let text = '';
  socket.on('data', (part: string) => (text += part));
  socket.write(bytes);
  await once(socket, 'close');
  await listener.close();
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return { head, body: JSON.parse(body) as Record<string, unknown> };
}

const LONG_HEADERS = `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`;

// Guarantees that even what never became a request is told what is wrong and what to do.
it.each([
  ['no HTTP', 'hello there\r\n\r\n', 400, 'malformed_request'],
  ['a header without a colon', 'GET / HTTP/1.1\r\nBad Header\r\n\r\n', 400, 'malformed_request'],
  ['endless headers', LONG_HEADERS, 431, 'headers_too_large'],
])('answers a problem to %s', async (_what, bytes, status, code) => {
  const { head, body } = await answerTo(bytes);
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(head).toContain('Content-Type: application/problem+json');
  expect(head).toContain(`Request-Id: ${String(body['requestId'])}`);
  expect(body).toMatchObject({ status, code });
  expect(body['remedy']).toEqual(expect.any(String));
});
