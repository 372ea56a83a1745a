import { paymentOwner } from '../../domain/values/owner';
import type { PaymentId } from '../../domain/values/ids';
import { paymentWorkflowId, WORKFLOW_TYPES } from '../../workflows/messages';
import { taskQueueName } from '../../workflows/taskQueues';
import { freshPhone } from '../kit/fresh';
import { expectBooksAgree, promptsOf } from '../kit/invariants';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
});
afterAll(() => system.stop());

function handleOf(paymentId: string) {
  return system.client.workflow.getHandle(paymentWorkflowId(paymentId as PaymentId));
}

async function startAgain(paymentId: string): Promise<void> {
  await system.client.workflow.start(WORKFLOW_TYPES.payment, {
    workflowId: paymentWorkflowId(paymentId as PaymentId),
    taskQueue: taskQueueName('payments', system.config.TASK_QUEUE_PREFIX),
    args: [{ paymentId }],
  });
}

async function approve(phone: string): Promise<void> {
  const [prompt] = await promptsOf(system, phone);
  const id = prompt?.checkoutRequestId ?? '';
  await system.simulator.control('POST', `/prompts/${id}/approve`, {});
}

// Guarantees that losing the engine's run, even its whole database, costs no second prompt and no
// money: the stored payment is taken up where it stood (M2, F36).
it('takes up a payment whose workflow was terminated while the customer was asked', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'awaiting_customer');
  await handleOf(id).terminate('lost');
  await startAgain(id);
  await approve(phone);
  await reaches(system, id, 'succeeded');
  await expectBooksAgree(system, id, phone);
});

// Guarantees that the button "Request Cancellation" of the Temporal UI leaves no payment that
// nobody finds out about: the prompt is on the phone, and may be paid.
it('goes on with a payment whose workflow was asked to cancel', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'awaiting_customer');
  await handleOf(id).cancel();
  await until('the request in the history', async () => {
    const { events } = await handleOf(id).fetchHistory();
    return events?.some((event) => event.workflowExecutionCancelRequestedEventAttributes);
  });
  await approve(phone);
  await expect(handleOf(id).result()).resolves.toBe('succeeded');
  await expectBooksAgree(system, id, phone);
});

// Guarantees that a callback after the workflow has gone starts it again by itself.
it('is woken by a callback when no workflow runs', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'awaiting_customer');
  await handleOf(id).terminate('lost');
  await approve(phone);
  await reaches(system, id, 'succeeded');
  await expectBooksAgree(system, id, phone);
});

// Guarantees that evidence in the inbox counts even when its signal was lost with the engine.
it('finds in the inbox what was signalled to a run that is gone', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'awaiting_customer');
  await system.engine.stopWorkers();
  await approve(phone);
  // Terminated any sooner, the next run would be started by the signal: that is the test above.
  await until('the signal in the history', async () => {
    const { events } = await handleOf(id).fetchHistory();
    return events?.some((event) => event.workflowExecutionSignaledEventAttributes);
  });
  expect(await system.store.inbox.noticesFor(paymentOwner(id as PaymentId))).toHaveLength(1);
  await handleOf(id).terminate('lost with its signal');
  await system.engine.startWorkers();
  await startAgain(id);
  const payment = await reaches(system, id, 'succeeded');
  expect(payment.receipt).not.toBeNull();
  await expectBooksAgree(system, id, phone);
});

// Guarantees that a run on a decided payment does nothing twice: no prompt, no event, no write.
it.each(['approve', 'cancel'])('changes nothing when run again after %s', async (behaviour) => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour, delayMs: 20 });
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'succeeded', 'failed');
  await handleOf(id).result();
  const before = await system.store.payments.find(id as PaymentId);
  await startAgain(id);
  await handleOf(id).result();
  expect(await system.store.payments.find(id as PaymentId)).toEqual(before);
  await expectBooksAgree(system, id, phone);
});

// Guarantees that an operator's reset to the very beginning never prompts again (F36).
it('does not prompt again when the workflow is reset to before the push', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'awaiting_customer');
  const { workflowService } = system.client;
  await workflowService.resetWorkflowExecution({
    namespace: system.config.TEMPORAL_NAMESPACE,
    workflowExecution: { workflowId: paymentWorkflowId(id as PaymentId) },
    reason: 'an operator tries',
    requestId: id,
    // The declared type is a 64-bit object; the encoder takes a plain number as well.
    workflowTaskFinishEventId: 4 as never,
  });
  await approve(phone);
  await reaches(system, id, 'succeeded');
  expect(await promptsOf(system, phone)).toHaveLength(1);
  await expectBooksAgree(system, id, phone);
});
