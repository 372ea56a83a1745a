import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWebhookSender } from '../../../webhooks/sender';
import type { OutboxEvent } from '../../../domain/payment/payment';
import { Secret } from '../../../domain/values/secret';

const NOW_MS = Date.UTC(2026, 10, 23, 17, 30, 15);
const EVENT = { eventId: 'evt_1', body: '{}' } as unknown as OutboxEvent;

async function waitAskedFor(retryAfter: string): Promise<unknown> {
  const server = createServer((_request, response) => {
    response.writeHead(429, { 'retry-after': retryAfter }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const sender = createWebhookSender({ allowPrivate: true, nowMs: () => NOW_MS });
  const secret = new Secret(`whsec_${Buffer.alloc(32).toString('base64')}`);
  const result = await sender.send({ url: `http://127.0.0.1:${port}/`, secret }, EVENT, 2_000);
  await sender.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return result.kind === 'failed' ? result.retryAfterMs : result;
}

// Guarantees that an endpoint which asks for patience gets it, in either form, and no more of it.
it.each([
  ['9', 9_000],
  ['7200', 3_600_000],
  ['Mon, 23 Nov 2026 17:30:24 GMT', 9_000],
  ['Mon, 23 Nov 2026 17:30:00 GMT', null],
  ['0', null],
  ['-5', null],
  ['soon', null],
])('reads Retry-After: %s', async (header, waitMs) => {
  expect(await waitAskedFor(header)).toBe(waitMs);
});
