import { raceAddresses } from '../../../daraja/http/raceAddresses';
import { reach } from '../../../webhooks/reach';

const guarded = { allowPrivate: false, connectorFor: raceAddresses, timeoutMs: 2_000 };

// Guarantees that a look at an endpoint stands behind the guard of deliveries (A28).
it.each([
  ['http://shop.example.test/hooks', 'not https'],
  ['https://127.0.0.1:1/hooks', 'EPRIVATE'],
  ['https://[::1]:1/hooks', 'EPRIVATE'],
  ['https://[::ffff:10.0.0.1]/hooks', 'EPRIVATE'],
  ['https://localhost:1/hooks', 'EPRIVATE'],
])('does not connect to %s', async (address, reason) => {
  expect(await reach(address, guarded)).toEqual({ kind: 'unreached', reason });
});

it('says by a code why an address takes no connection', async () => {
  const address = 'http://user:hidden@127.0.0.1:1/';
  const reached = await reach(address, { ...guarded, allowPrivate: true });
  expect(reached).toEqual({ kind: 'unreached', reason: 'ECONNREFUSED' });
});
