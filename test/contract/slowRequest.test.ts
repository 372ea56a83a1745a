import { createServer } from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { answerUnreadable } from '../../api/http/unreadableRequest';
import { memoryLog } from '../kit/memoryLog';

// Guarantees that a request which never ends is answered with a problem, as the reference says.
it('answers request_too_slow to a request that does not arrive in time', async () => {
  const timeouts = { headersTimeout: 50, requestTimeout: 50, connectionsCheckingInterval: 20 };
  const server = createServer(timeouts);
  answerUnreadable(server, memoryLog().log);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('POST /v1/payments HTTP/1.1\r\nHost: a\r\nContent-Le');
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toContain('"code":"request_too_slow"');
  socket.destroy();
  server.close();
});
