import { createServer, type AddressInfo, type Server } from 'node:net';
import { raceAddresses } from '../../daraja/http/raceAddresses';
import { createWebhookSender, type WebhookSender } from '../../webhooks/sender';
import type { MerchantEvent } from '../../domain/machine/merchantEvent';
import { Secret } from '../../domain/values/secret';
import { newId } from '../../crypto/newId';

let server: Server;
let port: number;
let connections = 0;
let sender: WebhookSender;

beforeAll(async () => {
  server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  sender = createWebhookSender({
    allowPrivate: false,
    connectorFor: raceAddresses,
    nowMs: () => Date.now(),
  });
});
beforeEach(() => {
  connections = 0;
});
afterAll(async () => {
  await sender.close();
  await new Promise((resolve) => server.close(resolve));
});

const event: MerchantEvent = {
  eventId: newId('event'),
  type: 'payment.succeeded',
  sequence: 1,
  createdAtMs: 0,
  body: '{}',
  status: 'pending',
  deliveredAtMs: null,
};

async function send(url: string, by: WebhookSender = sender) {
  const secret = new Secret(`whsec_${Buffer.alloc(32).toString('base64')}`);
  return (await by.send({ url, secret }, event, 2_000)).result;
}

// Guarantees that a merchant's endpoint cannot make us speak to our own network: not one
// connection is opened (A28).
it.each([
  ['plain http', () => `http://127.0.0.1:${port}/`, 'the endpoint is not https'],
  ['plain http by name', () => `http://localhost:${port}/`, 'the endpoint is not https'],
  ['a scheme that is none', () => `gopher://127.0.0.1:${port}/`, 'the endpoint is not https'],
  ['a file', () => 'file:///etc/hostname', 'the endpoint is not https'],
  ['our own name', () => `https://localhost:${port}/`, 'EPRIVATE'],
  ['our own name in capitals', () => `https://LOCALHOST:${port}/`, 'EPRIVATE'],
  ['our own name behind a user', () => `https://shop.test@localhost:${port}/`, 'EPRIVATE'],
])('refuses %s and sends nothing', async (_what, url, reason) => {
  expect(await send(url())).toEqual({ kind: 'failed', reason, retryAfterMs: null });
  expect(connections).toBe(0);
});

it('fails, and does not throw, at an address that is none', async () => {
  for (const url of ['https://', 'https://[::1', 'https://exa mple.test/']) {
    expect(await send(url)).toMatchObject({ kind: 'failed' });
  }
  expect(connections).toBe(0);
});

// Proves that the listener above would notice a connection.
it('connects there where a developer allows it', async () => {
  const local = createWebhookSender({
    allowPrivate: true,
    connectorFor: raceAddresses,
    nowMs: () => Date.now(),
  });
  expect(await send(`http://localhost:${port}/`, local)).toMatchObject({ kind: 'failed' });
  await local.close();
  expect(connections).toBe(1);
});
