import { type temporal } from '@temporalio/proto';
import type { PaymentId } from '../../domain/values/ids';
import type { ShortcodeNumber } from '../../domain/values/shortcode';
import { createPaymentEngine } from '../../engine/paymentEngine';
import { callbackReceived, paymentWorkflowId } from '../../workflows/messages';
import { freshPhone } from '../kit/fresh';
import { expectBooksAgree } from '../kit/invariants';
import { openPayment } from '../kit/openPayment';
import { reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { freshPayment } from '../kit/testStore';
import { until } from '../kit/until';

/* What no repetition heals, and what cannot even be read: neither may leave an orphan. */

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
});
afterAll(() => system.stop());

function handleOf(id: PaymentId) {
  return system.client.workflow.getHandle(paymentWorkflowId(id));
}

/** Starts the workflow of a stored payment, as the API does. */
async function start(id: PaymentId): Promise<void> {
  const payment = await system.store.payments.find(id);
  if (!payment) throw new Error(`Payment ${id} is gone.`);
  await createPaymentEngine(system.client, system.config.TASK_QUEUE_PREFIX).start(payment);
}

async function told(id: PaymentId, type: string): Promise<void> {
  await until(`${type} of ${id}`, () =>
    system.webhooks.received.some(({ body }) => body.includes(type) && body.includes(id)),
  );
}

/** A payment of a shortcode that nobody has set up. */
async function withoutShortcode(): Promise<PaymentId> {
  const { merchantId } = system.merchant;
  const created = freshPayment({ merchantId, phone: freshPhone() });
  const payment = { ...created.payment, shortcode: '999999' as ShortcodeNumber };
  await system.store.payments.insert({ ...created, payment });
  return payment.paymentId;
}

// Guarantees that a broken rule ends a payment that prompted nobody as failed, that its merchant is
// told, and that its reference is free again.
it('fails a payment that a broken rule stops before its prompt', async () => {
  const id = await withoutShortcode();
  await start(id);
  await expect(handleOf(id).result()).rejects.toThrow();
  await told(id, 'payment.failed');
  const stored = await system.store.payments.find(id);
  expect(stored).toMatchObject({ state: 'failed', failureCode: 'internal_fault' });
  const { status, typedSearchAttributes } = await handleOf(id).describe();
  expect(status.name).toBe('FAILED');
  expect(JSON.stringify(typedSearchAttributes)).toContain('NeedsAttention');
});

// Guarantees that the same after a prompt goes to a person, since money may have moved.
it('hands a payment that a broken rule stops after its prompt to a person', async () => {
  const payment = await openPayment(system);
  await handleOf(payment.id).terminate('lost');
  await corrupt(payment.id, { promptBeforeAt: new Date(0), shortcode: '999999' });
  await start(payment.id);
  await expect(handleOf(payment.id).result()).rejects.toThrow();
  await told(payment.id, 'payment.needs_review');
  const stored = await system.store.payments.find(payment.id);
  expect(stored).toMatchObject({ state: 'needs_review', needsAttention: true });
});

/** A hand in the database, past the store. */
async function corrupt(id: PaymentId, $set: Record<string, unknown>): Promise<void> {
  const { createConnection } = await import('mongoose');
  const { MONGODB_URI, MONGODB_DATABASE: dbName } = system.config;
  const raw = await createConnection(MONGODB_URI.expose(), { dbName }).asPromise();
  await raw.collection('moneyRecords').updateOne({ _id: id }, { $set });
  await raw.close();
}

const encrypted = Buffer.from('binary/encrypted');

type Payload = temporal.api.common.v1.IPayload;

const UNDECODABLE: readonly (readonly [string, Payload])[] = [
  [
    'garbage that is marked as encrypted',
    { metadata: { encoding: encrypted }, data: Buffer.from('x') },
  ],
  [
    'garbage under a key that nobody has',
    {
      metadata: { encoding: encrypted, 'encryption-key-id': Buffer.from('stolen') },
      data: Buffer.alloc(64),
    },
  ],
  [
    'an encoding that nobody knows',
    { metadata: { encoding: Buffer.from('odd/thing') }, data: encrypted },
  ],
  [
    'JSON that is none',
    { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{') },
  ],
  ['no metadata', { data: Buffer.from('hello') }],
];

// Guarantees that anyone who can signal a workflow cannot stop its payment by what they send.
it.each(UNDECODABLE)('goes on after a signal with %s', async (_what, payload) => {
  const payment = await openPayment(system);
  await system.client.workflowService.signalWorkflowExecution({
    namespace: system.config.TEMPORAL_NAMESPACE,
    workflowExecution: { workflowId: paymentWorkflowId(payment.id) },
    signalName: callbackReceived.name,
    input: { payloads: [payload] },
    requestId: payment.id,
  });
  await payment.approve();
  await reaches(system, payment.id, 'succeeded');
  await expectBooksAgree(system, payment.id, payment.phone);
});

it('counts what it had to drop', async () => {
  const { values } = await system.metrics.messagesDropped.get();
  expect(values[0]?.value).toBeGreaterThan(0);
});
