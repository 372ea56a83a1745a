import express from 'express';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { listen } from '../../api/http/listen';
import { memoryLog } from '../kit/memoryLog';

// Guarantees that a request which never ends is answered with a problem, as the reference says.
it('answers request_too_slow to a request that does not arrive in time', async () => {
  const listener = await listen(express(), {
    host: '127.0.0.1',
    port: 0,
    requestTimeoutMs: 50,
    log: memoryLog().log,
    limits: { headersTimeoutMs: 50, checkEveryMs: 20 },
  });
  const socket = connect(listener.port, '127.0.0.1');
  socket.write('POST /v1/payments HTTP/1.1\r\nHost: a\r\nContent-Le');
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toContain('"code":"request_too_slow"');
  socket.destroy();
  await listener.close();
});
