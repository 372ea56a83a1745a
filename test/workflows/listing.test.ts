import type { PaymentId } from '../../domain/values/ids';
import { paymentWorkflowId } from '../../workflows/messages';
import { freshPhone } from '../kit/fresh';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
});
afterAll(() => system.stop());

/** The ids of the payments that an operator's query lists. */
async function listed(query: string): Promise<string[]> {
  const ids: string[] = [];
  const { merchantId } = system.merchant;
  const all = `MerchantId="${merchantId}" AND ${query}`;
  for await (const { workflowId } of system.client.workflow.list({ query: all })) {
    ids.push(workflowId);
  }
  return ids;
}

async function expectListed(id: string, query: string): Promise<void> {
  const workflowId = paymentWorkflowId(id as PaymentId);
  await until(`${id} to be listed by ${query}`, async () =>
    (await listed(query)).includes(workflowId),
  );
}

it('lists an open payment as awaiting its customer, by shortcode and channel', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  const { id } = await askFor(system, { phone });
  await expectListed(id, 'PaymentStatus="awaiting_customer" AND Shortcode="174379"');
  await expectListed(id, 'Channel="stk" AND NeedsAttention=false');
});

it('lists a success by status and receipt, and a refusal by its failure', async () => {
  const paid = await askFor(system);
  const { receipt } = await reaches(system, paid.id, 'succeeded');
  await expectListed(paid.id, `PaymentStatus="succeeded" AND Receipt="${receipt}"`);
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'cancel' });
  const refused = await askFor(system, { phone });
  await expectListed(refused.id, 'FailureCode="cancelled_by_customer"');
});

// Guarantees that what needs a person can be found while it is still open.
it('lists an unresolved payment as such while it is being found out', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  await system.simulator.control('POST', '/faults', {
    match: { operation: 'stk_push', msisdn: phone },
    fault: { kind: 'http_error', status: 502 },
  });
  const { id } = await askFor(system, { phone });
  await expectListed(id, 'PaymentStatus="unresolved" AND ExecutionStatus="Running"');
});
