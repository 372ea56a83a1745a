import { savedViews, type ViewGiven } from '../../engine/savedViews';
import { openPayment } from '../kit/openPayment';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const UI = { TEMPORAL_UI_URL: 'http://127.0.0.1:8233/', TEMPORAL_NAMESPACE: 'default' };

function views(given: Partial<ViewGiven> = {}) {
  return savedViews(UI, { nowMs: Date.now(), ...given });
}

// Guarantees that an operator's link never opens on an error of the search.
it('asks ten questions that the engine understands', async () => {
  const all = views();
  expect(all).toHaveLength(10);
  for (const { query } of all) {
    const { count } = await system.client.workflow.count(query);
    expect(count).toBeGreaterThanOrEqual(0);
  }
});

it('finds an open payment by the questions that are about it, and by no other', async () => {
  const { id } = await openPayment(system);
  const merchantId = system.merchant.merchantId;
  const found = new Set<string>();
  await until('the list to know of the payment', async () => {
    for (const { name, query } of views({ merchantId })) {
      for await (const { workflowId } of system.client.workflow.list({ query })) {
        if (workflowId === `payment:${id}`) found.add(name);
      }
    }
    return found.size >= 2;
  });
  expect([...found].sort()).toEqual(['open payments', `today, of ${merchantId}`]);
});

it('links to the list of its namespace', () => {
  const [first] = views();
  const query = encodeURIComponent(first?.query ?? '');
  const page = 'http://127.0.0.1:8233/namespaces/default/workflows';
  expect(first?.url).toBe(`${page}?query=${query}`);
  const { TEMPORAL_NAMESPACE } = UI;
  expect(savedViews({ TEMPORAL_NAMESPACE }, { nowMs: 1 })[0]?.url).toBeNull();
});
