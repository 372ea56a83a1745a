import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { raceAddresses } from '../../daraja/http/raceAddresses';
import { createWebhookSender } from '../../webhooks/sender';
import type { MerchantEvent } from '../../domain/machine/merchantEvent';
import { Secret } from '../../domain/values/secret';

const EVENT = { eventId: 'evt_1', body: '{}' } as unknown as MerchantEvent;

// Guarantees that an address written as a host, which is never looked up, is judged too (A28).
it.each(['127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '[::1]'])(
  'opens no connection to https://%s',
  async (host) => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const sender = createWebhookSender({
      allowPrivate: false,
      connectorFor: raceAddresses,
      nowMs: () => Date.now(),
    });
    const secret = new Secret(`whsec_${Buffer.alloc(32).toString('base64')}`);
    const { result } = await sender.send({ url: `https://${host}:${port}/`, secret }, EVENT, 2_000);
    expect(result).toMatchObject({ kind: 'failed', reason: 'EPRIVATE' });
    expect(connections).toBe(0);
    await sender.close();
    await new Promise((resolve) => server.close(resolve));
  },
);
