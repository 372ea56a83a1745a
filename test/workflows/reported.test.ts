import { freshPhone } from '../kit/fresh';
import { expectBooksAgree } from '../kit/invariants';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({
    environment: { TIMING_SCALE: '0.02' },
    corroborateAboveKes: 500,
  });
});
afterAll(() => system.stop());

async function phoneWithoutQuery(): Promise<string> {
  const phone = freshPhone();
  await system.simulator.control('POST', '/faults', {
    match: { operation: 'stk_query', msisdn: phone },
    fault: { kind: 'query_error', status: 503 },
  });
  return phone;
}

// Guarantees that a sum above the merchant's limit is never announced on a callback alone.
it('does not call a larger sum a success before Safaricom confirms it', async () => {
  const phone = await phoneWithoutQuery();
  const { id } = await askFor(system, { phone, amountKes: 501 });
  const payment = await reaches(system, id, 'verifying', 'succeeded');
  expect(payment.state).toBe('verifying');
});

it('announces a small sum as reported at once, where the merchant accepts that', async () => {
  const phone = await phoneWithoutQuery();
  const { id } = await askFor(system, { phone, amountKes: 500 });
  const payment = await reaches(system, id, 'succeeded');
  expect(payment.grade).toBe('reported');
  await until('the announcement', () => system.webhooks.received.some((w) => w.body.includes(id)));
  await expectBooksAgree(system, id, phone);
});

it('grades a small sum corroborated where Safaricom confirms it', async () => {
  const { id } = await askFor(system, { amountKes: 100 });
  expect((await reaches(system, id, 'succeeded')).grade).toBe('corroborated');
});
