import { faultFor, openPayment } from '../kit/openPayment';
import { expectBooksAgree } from '../kit/invariants';
import { reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

/* Safaricom's words about one payment that do not agree, or that STK Query never says. */

let system: TestSystem;
let withInitiator: TestSystem;

beforeAll(async () => {
  const environment = { TIMING_SCALE: '0.02' };
  system = await startSystem({ environment });
  withInitiator = await startSystem({ environment, withInitiator: true });
});
afterAll(async () => {
  await system.stop();
  await withInitiator.stop();
});

async function eventsOf(of: TestSystem, id: string): Promise<string[]> {
  const told = of.webhooks.received.filter(({ body }) => body.includes(id));
  return told.map(({ body }) => (JSON.parse(body) as { type: string }).type);
}

// Guarantees that a query which says paid against a definite refusal with the true token is not
// announced alone: Safaricom is asked again after the prompt's life, and then a person decides.
it('hands a cancelled payment that a query calls paid to a person', async () => {
  const payment = await openPayment(system);
  await faultFor(system, payment.phone).queryLies(0, 3_000);
  await payment.cancel();
  await reaches(system, payment.id, 'needs_review');
  expect(await eventsOf(system, payment.id)).not.toContain('payment.succeeded');
  const stored = await system.store.payments.find(payment.id);
  expect(stored).toMatchObject({ receipt: null, needsAttention: true });
});

// Guarantees that a cancelled payment does not hold its reference for a day and a half where STK
// Query never has an answer, and that it is believed no sooner than long after the prompt.
it('believes a definite callback alone where STK Query answers 404 for good', async () => {
  const payment = await openPayment(system);
  await faultFor(system, payment.phone).queryError(404, '404.001.01');
  await payment.cancel();
  const open = await reaches(system, payment.id, 'verifying', 'unresolved');
  const failed = await reaches(system, payment.id, 'failed');
  expect(failed.failure).toMatchObject({ code: 'cancelled_by_customer' });
  const waitedMs = Date.parse(failed.outcomeAt ?? '') - Date.parse(open.createdAt);
  expect(waitedMs).toBeGreaterThan((180_000 + 900_000) * 0.02);
  await expectBooksAgree(system, payment.id, payment.phone);
});

// Guarantees that one question about a named receipt proves what the query goes on not to say.
it('proves a payment by Transaction Status where the query never ends', async () => {
  const payment = await openPayment(withInitiator);
  await faultFor(withInitiator, payment.phone).queryPending();
  await payment.approve();
  const paid = await reaches(withInitiator, payment.id, 'succeeded');
  expect(paid).toMatchObject({ grade: 'corroborated' });
  expect(paid.receipt).toMatch(/^[A-Z0-9]{10}$/);
  await expectBooksAgree(withInitiator, payment.id, payment.phone);
});

// Guarantees that asking goes on after a person was called: the query may say tomorrow what it
// denied today.
it('finds the money of a payment that the query denied for a while', async () => {
  const payment = await openPayment(system);
  await faultFor(system, payment.phone).queryLies(1032, 12_000);
  await payment.approve();
  await reaches(system, payment.id, 'needs_review');
  const paid = await reaches(system, payment.id, 'succeeded');
  expect(paid.receipt).toMatch(/^[A-Z0-9]{10}$/);
  await until('the merchant to be told', async () =>
    (await eventsOf(system, payment.id)).includes('payment.succeeded'),
  );
  await expectBooksAgree(system, payment.id, payment.phone);
});
