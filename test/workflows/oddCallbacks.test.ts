import { randomUUID } from 'node:crypto';
import { callbackBody, postCallback, tokenSpy } from '../kit/callbacks';
import { freshPhone } from '../kit/fresh';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

/* Safaricom calls back once: what is odd in that one callback must not cost us the rest of it. */

let system: TestSystem;
let spy: Awaited<ReturnType<typeof tokenSpy>>;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
  spy = await tokenSpy(system);
});
afterAll(async () => {
  await spy.close();
  await system.stop();
});

const ODD: readonly (readonly [string, (body: string) => string])[] = [
  ['a date before 1970', (body) => body.replace('20261123203031', '19700101000000')],
  ['no CheckoutRequestID', (body) => body.replace(/"CheckoutRequestID":"[^"]+",/, '')],
  [
    'a number as CheckoutRequestID',
    (body) => body.replace(/"CheckoutRequestID":"[^"]+"/, '"CheckoutRequestID":7'),
  ],
];

/** A payment on a phone that a test operates; Safaricom's own callback is lost. */
async function openPayment() {
  const phone = freshPhone();
  const { control } = system.simulator;
  await control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  const match = { msisdn: phone };
  await control('POST', '/faults', { match, fault: { kind: 'callback_lost' } });
  const { id } = await askFor(system, { phone });
  const push = await spy.of(phone);
  const receipt = `UKN${randomUUID().slice(0, 7).toUpperCase()}`;
  return { id, push, receipt, body: callbackBody(push).replace('UKN4A1B2C3', receipt) };
}

// Guarantees that a true success is found, with its receipt (M5, F19).
it.each(ODD)('decides a success whose callback has %s', async (_what, spoil) => {
  const { id, push, receipt, body } = await openPayment();
  await system.simulator.control('POST', `/prompts/${push.checkoutRequestId}/approve`, {});
  const { status } = await postCallback(push.callbackUrl, spoil(body));
  expect(status).toBe(200);
  const payment = await reaches(system, id, 'succeeded');
  expect(payment).toMatchObject({ grade: 'corroborated', receipt });
});

// Guarantees that a sighting against a refusal is never passed over in silence (M3, M16).
it.each(ODD)('contests a refusal by a callback that has %s', async (_what, spoil) => {
  const { id, push, body } = await openPayment();
  await system.simulator.control('POST', `/prompts/${push.checkoutRequestId}/cancel`, {});
  await reaches(system, id, 'failed');
  const { status } = await postCallback(push.callbackUrl, spoil(body));
  expect(status).toBe(200);
  await until('the merchant to be told', () =>
    system.webhooks.received.some(
      (event) => event.body.includes('payment.contested') && event.body.includes(id),
    ),
  );
});
