import { BUDGET, costOfOnePayment, excess } from '../../bench/budget';
import { startSystem, type TestSystem } from '../kit/system';

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

it('names what is above the budget', () => {
  const cost = { ...BUDGET, events: BUDGET.events + 1 };
  expect(excess(cost)).toEqual([`events: 22 is above 21`]);
});

// Guarantees the price of a payment: anyone who adds an event, an Action or a query sees it here.
it('keeps happy payments within the budget', async () => {
  await costOfOnePayment(system);
  for (let i = 0; i < 3; i += 1) expect(excess(await costOfOnePayment(system))).toEqual([]);
});
