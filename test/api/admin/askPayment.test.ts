import { WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { newId } from '../../../crypto/newId';
import type { PaymentId } from '../../../domain/values/ids';
import { askNow, paymentWorkflowId } from '../../../workflows/messages';
import { freshPhone } from '../../kit/fresh';
import { expectBooksAgree } from '../../kit/invariants';
import { openPayment, unheardPayment } from '../../kit/openPayment';
import { addOperator, adminCall, type TestOperator } from '../../kit/operators';
import { askFor, reaches } from '../../kit/shop';
import { startSystem, type TestSystem } from '../../kit/system';
import { freshPayment } from '../../kit/testStore';
import { until } from '../../kit/until';

interface PromptList {
  readonly prompts: readonly { readonly queries: number }[];
}

let system: TestSystem;
let support: TestOperator;

beforeAll(async () => {
  // The plan's first question is 75 seconds away: what is asked before that, an operator asked.
  system = await startSystem({ environment: { TIMING_SCALE: '1' } });
  support = await addOperator(system.store, 'support');
});
afterAll(() => system.stop());

const reason = 'Ticket 51: the customer says that it was paid.';
const ask = (id: string) =>
  adminCall(system, support.key, ['POST', `/payments/${id}/ask`], { reason });
const handleOf = (id: string) =>
  system.client.workflow.getHandle(paymentWorkflowId(id as PaymentId));

async function queriesOf(phone: string): Promise<number> {
  const path = `/prompts?all=true&msisdn=${phone}`;
  const { prompts } = await system.simulator.control<PromptList>('GET', path);
  return prompts[0]?.queries ?? 0;
}

async function updatesOf(id: string): Promise<number> {
  const { events } = await handleOf(id).fetchHistory();
  const accepted = events?.filter((e) => e.workflowExecutionUpdateAcceptedEventAttributes);
  return accepted?.length ?? 0;
}

it('refuses a payment that there is not', async () => {
  expect(await ask(newId('payment'))).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

// Guarantees that asking about a payment never brings about its prompt (A75).
it('refuses a payment for which nobody was prompted, and starts nothing', async () => {
  const created = freshPayment({ merchantId: system.merchant.merchantId });
  await system.store.payments.insert(created);
  const { paymentId } = created.payment;
  expect(await ask(paymentId)).toMatchObject({ status: 409, body: { code: 'conflict' } });
  await expect(handleOf(paymentId).describe()).rejects.toThrow('not found');
});

it('refuses a payment that has succeeded, and writes no entry', async () => {
  const { id } = await askFor(system);
  await reaches(system, id, 'succeeded');
  const before = await system.store.auditLog.verify();
  expect(await ask(id)).toMatchObject({ status: 409, body: { code: 'already_decided' } });
  expect(await system.store.auditLog.verify()).toEqual(before);
});

const operatorId = newId('operator');

// Guarantees that a wrong order leaves nothing in the workflow's history (A75).
it.each([
  ['nothing', undefined],
  ['a text', 'ask'],
  ['no operator', { operatorId: 'opr_1', reason }],
  ['no reason', { operatorId, reason: ' ' }],
])('refuses an order with %s before it enters the history', async (_, given) => {
  const { id, cancel } = await openPayment(system);
  const update = handleOf(id).executeUpdate(askNow, { args: [given as never] });
  await expect(update).rejects.toThrow(WorkflowUpdateFailedError);
  expect(await updatesOf(id)).toBe(0);
  await cancel();
});

// Guarantees that an order which comes too late takes no success back (M5).
it('leaves a success as it is where it was reached after the API looked', async () => {
  const { id } = await askFor(system);
  await reaches(system, id, 'succeeded');
  await until('the run to end', async () => (await handleOf(id).describe()).closeTime);
  await expect(orderedAnew(id)).resolves.toBe('succeeded');
});

/** What a run comes to that an order started on a payment that had succeeded meanwhile. */
async function orderedAnew(id: string): Promise<unknown> {
  const { taskQueue } = await handleOf(id).describe();
  const workflowId = paymentWorkflowId(id as PaymentId);
  const args = [{ paymentId: id }] as [{ paymentId: string }];
  const start = new WithStartWorkflowOperation('payment', {
    ...{ workflowId, taskQueue, args, workflowIdConflictPolicy: 'USE_EXISTING' as const },
  });
  const update = { args: [{ operatorId, reason }] as never, startWorkflowOperation: start };
  await system.client.workflow.executeUpdateWithStart(askNow, update);
  return (await handleOf(id).result()) as unknown;
}

it('asks at once, long before the plan does, and says who asked and why', async () => {
  const { id, phone } = await unheardPayment(system);
  expect(await queriesOf(phone)).toBe(0);
  expect(await ask(id)).toMatchObject({ status: 202, body: { id, state: 'awaiting_customer' } });
  await reaches(system, id, 'succeeded');
  const [entry] = await system.store.auditLog.latest({ limit: 1, before: null });
  const who = { operatorId: support.operatorId };
  const subject = { kind: 'payment', id };
  expect(entry).toMatchObject({ who, action: 'payments.ask', subject, why: reason });
  await expectBooksAgree(system, id, phone);
});

// Guarantees that an order which is sent again after a cut connection is carried out once.
it('takes one order once, however often it is sent', async () => {
  const { id, phone, cancel } = await openPayment(system);
  const order = { updateId: 'audit-1', args: [{ operatorId, reason }] as never };
  await handleOf(id).executeUpdate(askNow, order);
  await handleOf(id).executeUpdate(askNow, order);
  await until('the question', async () => (await queriesOf(phone)) > 0);
  expect(await updatesOf(id)).toBe(1);
  await cancel();
});

it('asks about a failed payment whose workflow has ended, and leaves it failed', async () => {
  const phone = freshPhone();
  const behaviour = { behaviour: 'cancel', delayMs: 20 };
  await system.simulator.control('POST', `/phones/${phone}`, behaviour);
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'failed');
  await until('the run to end', async () => (await handleOf(id).describe()).closeTime);
  const before = await queriesOf(phone);
  expect((await ask(id)).status).toBe(202);
  await until('the question', async () => (await queriesOf(phone)) > before);
  expect(await handleOf(id).result()).toBe('failed');
  expect(await updatesOf(id)).toBe(1);
});

it('tells one outcome where two operators ask at once', async () => {
  const { id } = await unheardPayment(system);
  const answers = await Promise.all([ask(id), ask(id)]);
  for (const { status } of answers) expect([202, 409]).toContain(status);
  await reaches(system, id, 'succeeded');
  const told = system.webhooks.received.filter(
    ({ body }) => body.includes('payment.succeeded') && body.includes(id),
  );
  expect(told.length).toBeLessThanOrEqual(1);
});
