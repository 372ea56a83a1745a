import dns from 'node:dns';
import { raceAddresses } from '../../../daraja/http/raceAddresses';
import { createWebhookSender, type DeliveryResult } from '../../../webhooks/sender';
import { startLateListener } from '../../daraja/lateListener';
import { EVENT, NOW_MS, SECRET } from './endpoint';

const TRY_MS = 4_000;

/** Sends to a name with these addresses, of which 127.0.0.1 is slow to be reached. */
async function sendTo(addresses: readonly string[]): Promise<DeliveryResult> {
  const found = addresses.map((address) => ({ address, family: address === '::1' ? 6 : 4 }));
  const lookup = (_name: string, _options: object, done: (error: null, all: object) => void) =>
    done(null, found);
  jest.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup);
  const slow = await startLateListener('127.0.0.1');
  const sender = createWebhookSender({
    allowPrivate: true,
    connectorFor: raceAddresses,
    nowMs: () => NOW_MS,
  });
  const url = `http://shop.example.test:${slow.port}/hook`;
  const sent = sender.send({ url, secret: SECRET }, EVENT, TRY_MS);
  slow.letGo();
  const { result } = await sent;
  await sender.close();
  await slow.close();
  jest.restoreAllMocks();
  return result;
}

// Guarantees that an endpoint behind a slow network gets its events, whatever other addresses its
// name has.
it.each([
  ['before a dead one', ['127.0.0.1', '127.0.0.2']],
  ['before dead IPv6', ['127.0.0.1', '::1']],
  ['after dead IPv6', ['::1', '127.0.0.1']],
])('a webhook reaches a slow address %s', async (_where, addresses) => {
  expect(await sendTo(addresses)).toEqual({ kind: 'delivered' });
});
