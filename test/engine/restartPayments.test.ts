import { newId } from '../../crypto/newId';
import { sha256 } from '../../crypto/sha256';
import type { Payment } from '../../domain/payment/payment';
import { reservePush } from '../../domain/payment/push';
import type { PaymentId } from '../../domain/values/ids';
import { paymentWorkflowId, webhookWorkflowId } from '../../workflows/messages';
import { restartAll } from '../../wiring/engine';
import { freshPhone } from '../kit/fresh';
import { expectBooksAgree, promptsOf } from '../kit/invariants';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { freshPayment } from '../kit/testStore';
import { until } from '../kit/until';

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
});
afterAll(() => system.stop());

interface Asked {
  readonly id: string;
  readonly phone: string;
}

/** A payment whose customer has the prompt before them and does nothing yet. */
async function waiting(fault: object | null = null, state = 'awaiting_customer'): Promise<Asked> {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  if (fault !== null) await faultFor(phone, fault);
  const { id } = await askFor(system, { phone });
  await reaches(system, id, state);
  return { id, phone };
}

function faultFor(phone: string, fault: object): Promise<unknown> {
  const match = { operation: 'stk_push', msisdn: phone };
  return system.simulator.control('POST', '/faults', { match, fault });
}

async function approve({ phone }: Asked): Promise<void> {
  const [prompt] = await promptsOf(system, phone);
  await system.simulator.control('POST', `/prompts/${prompt?.checkoutRequestId}/approve`, {});
}

/** A payment that no workflow was ever started for. */
async function stored(change: Partial<Payment> = {}): Promise<Asked & { payment: Payment }> {
  const { merchantId } = system.merchant;
  const phone = freshPhone();
  const created = freshPayment({ merchantId, phone });
  const payment = { ...created.payment, ...change };
  await system.store.payments.insert({ ...created, payment });
  return { id: payment.paymentId, phone, payment };
}

async function terminate(workflowId: string): Promise<void> {
  // One that has ended by itself is as gone as one that was lost.
  await system.client.workflow
    .getHandle(workflowId)
    .terminate('lost')
    .catch(() => undefined);
}

async function paymentOf({ id }: Pick<Asked, 'id'>): Promise<Payment> {
  const payment = await system.store.payments.find(id as PaymentId);
  if (payment === null) throw new Error(`${id} is gone.`);
  return payment;
}

/** Decided while the merchant's endpoint refuses: the event waits in a workflow of its own. */
async function untold(): Promise<Asked> {
  system.webhooks.answerWith(500);
  const phone = freshPhone();
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'succeeded');
  const [event] = (await paymentOf({ id })).events;
  const handle = system.client.workflow.getHandle(
    webhookWorkflowId(event?.eventId ?? ('' as never)),
  );
  await until('the workflow of the webhook', () => handle.describe().catch(() => null));
  system.webhooks.answerWith(204);
  return { id, phone };
}

async function delivered(asked: Asked): Promise<void> {
  await until(`the events of ${asked.id}`, async () => {
    const { events } = await paymentOf(asked);
    return events.length > 0 && events.every(({ status }) => status === 'delivered');
  });
}

function restart() {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  return restartAll({ ...system, say });
}

// Guarantees that the loss of everything in the engine costs no payment: one command takes up each
// where it stood, whatever state it was in, and nobody is prompted or told twice.
it('heals every unfinished payment after the engine has lost all of its runs', async () => {
  const pending = await untold();
  const failed = await refused();
  const still = await waiting();
  const paid = await waiting({ kind: 'callback_lost' });
  const unresolved = await waiting({ kind: 'connection_reset' }, 'unresolved');
  for (const { id } of [pending, failed, still, paid, unresolved]) {
    await terminate(paymentWorkflowId(id as PaymentId));
  }
  const [event] = (await paymentOf(pending)).events;
  await terminate(webhookWorkflowId(event?.eventId ?? ('' as never)));
  await approve(paid);
  const unprompted = await stored();
  const tooLate = await stored({ promptBeforeAtMs: Date.now() - 1 });
  const reserved = await stored();
  const acting = { nowMs: Date.now(), host: { sha256, newId } };
  const push = reservePush(reserved.payment, sha256(newId('request')), acting);
  expect(await system.store.payments.replace(reserved.payment, push)).toBe('stored');
  const before = system.webhooks.received.length;

  expect(await restart()).toEqual({ started: 7, running: 0, failed: 0 });

  await reaches(system, paid.id, 'succeeded');
  await reaches(system, unprompted.id, 'succeeded');
  await reaches(system, tooLate.id, 'failed');
  await reaches(system, reserved.id, 'unresolved');
  expect(await restart()).toEqual({ started: 0, running: expect.any(Number), failed: 0 });
  await approve(still);
  await approve(unresolved);
  await reaches(system, still.id, 'succeeded');
  await reaches(system, unresolved.id, 'succeeded');
  const all = [pending, still, paid, unresolved, unprompted, tooLate, reserved];
  for (const asked of all) {
    await delivered(asked);
    await expectBooksAgree(system, asked.id, asked.phone);
  }
  expect(await promptsOf(system, tooLate.phone)).toEqual([]);
  expect(await promptsOf(system, reserved.phone)).toEqual([]);
  const ids = system.webhooks.received.slice(before).map(({ headers }) => headers['webhook-id']);
  expect(ids.filter((id) => id === event?.eventId)).toHaveLength(1);
  expect(new Set(ids).size).toBe(ids.length);
  expect(await pushCount()).toBe(6);
});

async function refused(): Promise<Asked> {
  const phone = freshPhone();
  await faultFor(phone, { kind: 'result_code', resultCode: 1032 });
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'failed');
  await delivered({ id, phone });
  return { id, phone };
}

/** Every push that reached Safaricom, refused ones too. */
async function pushCount(): Promise<number> {
  const { events } = await system.simulator.control<{ events: { kind: string }[] }>(
    'GET',
    '/events?after=0&limit=20000',
  );
  return events.filter(({ kind }) => kind === 'push_accepted' || kind === 'push_refused').length;
}
