import { randomBytes } from 'node:crypto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { PaymentId } from '../../domain/values/ids';
import { dataConverter } from '../../engine/dataConverter';
import { paymentWorkflowId } from '../../workflows/messages';
import { freshPhone } from '../kit/fresh';
import { expectBooksAgree, promptsOf } from '../kit/invariants';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { quietRuntime } from '../kit/quietRuntime';
import { givenServer, testConfig } from '../kit/testConfig';
import { until } from '../kit/until';
import { createKeyring } from '../../wiring/store';

/*
 * Waits of minutes and days, at the timing of production, on Temporal's time-skipping server. Each
 * test has a server of its own: the skipped clock is the server's, and never goes back.
 *
 * No callback may come while time is skipped, which it is while a result is awaited: where one
 * meets a timer that has just fired, that server (and not the real one) loses the workflow task for
 * good (temporalio/sdk-java issue 3088).
 */
let environment: TestWorkflowEnvironment;
let system: TestSystem;

const keys = {
  ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
  LOOKUP_HASH_KEY: randomBytes(32).toString('base64'),
  CALLBACK_PROOF_KEY: randomBytes(32).toString('base64'),
};

beforeEach(async () => {
  quietRuntime();
  environment = await TestWorkflowEnvironment.createTimeSkipping({
    client: { dataConverter: dataConverter(createKeyring(testConfig(keys)), () => undefined) },
    server: {
      executable: { type: 'existing-path', path: givenServer('TEST_TIME_SKIPPING_SERVER') },
    },
  });
  system = await startSystem({
    environment: keys,
    temporalAddress: environment.address,
    // The simulator's clock is not skipped, so its prompts must not end by themselves.
    simulatorArgs: ['--prompt-timeout-ms', '3600000'],
  });
});
afterEach(async () => {
  await system.stop();
  await environment.teardown();
});

function resultOf(paymentId: string): Promise<unknown> {
  const workflowId = paymentWorkflowId(paymentId as PaymentId);
  return environment.client.workflow.getHandle(workflowId).result();
}

/** Waits, in real time, until the callback has been looked at and the next read is a timer away. */
async function restsAfterCallback(paymentId: string): Promise<void> {
  const handle = environment.client.workflow.getHandle(paymentWorkflowId(paymentId as PaymentId));
  await until(`payment ${paymentId} to rest after its callback`, async () => {
    const events = (await handle.fetchHistory()).events ?? [];
    const signalAt = events.findLastIndex(
      (event) => event.workflowExecutionSignaledEventAttributes,
    );
    const timerAt = events.findLastIndex((event) => event.timerStartedEventAttributes);
    return signalAt !== -1 && timerAt > signalAt;
  });
}

async function withFault(phone: string, operation: string, fault: Record<string, unknown>) {
  await system.simulator.control('POST', '/faults', {
    match: { operation, msisdn: phone },
    fault,
  });
}

// Guarantees that silence never becomes a refusal: it ends with a person (M5, M16).
it('hands a payment to a person when nothing is heard until the horizon', async () => {
  const phone = freshPhone();
  await withFault(phone, 'stk_push', { kind: 'http_error', status: 503, processed: false });
  const { id } = await askFor(system, { phone });
  expect(await resultOf(id)).toBe('needs_review');
  const payment = await reaches(system, id, 'needs_review');
  expect(payment.retry).toMatchObject({ safe: 'unknown' });
  expect(payment.timeline.map((entry) => entry.step)).toEqual([
    'push_reserved',
    'push_unknown',
    'horizon_passed',
  ]);
});

// Guarantees that a query which never answers is asked on a bounded plan, not without end (M17).
it('keeps asking ever more rarely, then hands over, with a bounded history', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  await withFault(phone, 'stk_query', { kind: 'query_pending' });
  const { id } = await askFor(system, { phone });
  expect(await resultOf(id)).toBe('needs_review');
  const payment = await reaches(system, id, 'needs_review');
  expect(payment.timeline.map((entry) => entry.step)).toEqual([
    'push_reserved',
    'push_accepted',
    'callback_missing',
    'not_provable_yet',
    'horizon_passed',
  ]);
  const handle = environment.client.workflow.getHandle(paymentWorkflowId(id as PaymentId));
  expect((await handle.fetchHistory()).events?.length).toBeLessThan(400);
});

// Guarantees that "no answer" is final only after the prompt's life and with a second read (F17).
it('calls an unanswered prompt failed only after its life of three minutes', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, {
    behaviour: 'unreachable',
    delayMs: 0,
  });
  const { id } = await askFor(system, { phone });
  await restsAfterCallback(id);
  expect(await resultOf(id)).toBe('failed');
  const { timeline } = await reaches(system, id, 'failed');
  const [prompted, refused] = [timeline[1], timeline.at(-1)];
  const waitedMs = Date.parse(refused?.at ?? '') - Date.parse(prompted?.at ?? '');
  expect(waitedMs).toBeGreaterThanOrEqual(180_000);
  expect(waitedMs).toBeLessThan(400_000);
  await expectBooksAgree(system, id, phone);
});

// Guarantees one prompt, a minute later, when the phone was busy elsewhere (F21).
it('prompts a minute later when another session was open on the phone', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', '/faults', {
    match: { operation: 'stk_push', msisdn: phone },
    fault: { kind: 'subscriber_busy' },
    times: 1,
  });
  await withFault(phone, 'stk_push', { kind: 'callback_lost' });
  const { id } = await askFor(system, { phone });
  expect(await resultOf(id)).toBe('succeeded');
  expect(await promptsOf(system, phone)).toHaveLength(1);
  await expectBooksAgree(system, id, phone);
});

it('gives a busy phone up in the end, unprompted, and says when to try again', async () => {
  const phone = freshPhone();
  await withFault(phone, 'stk_push', { kind: 'subscriber_busy' });
  const { id } = await askFor(system, { phone });
  expect(await resultOf(id)).toBe('failed');
  const payment = await reaches(system, id, 'failed');
  expect(payment).toMatchObject({ failure: { code: 'subscriber_busy' }, retry: { safe: true } });
  expect(payment.retry?.notBefore).not.toBeNull();
  expect(await promptsOf(system, phone)).toHaveLength(0);
});

it('fails unprompted when Daraja stays out of reach until the customer has gone', async () => {
  const phone = freshPhone();
  await withFault(phone, 'stk_push', { kind: 'quota' });
  const { id } = await askFor(system, { phone });
  expect(await resultOf(id)).toBe('failed');
  const payment = await reaches(system, id, 'failed');
  expect(payment.failure).toMatchObject({ code: 'provider_busy' });
  expect(await promptsOf(system, phone)).toHaveLength(0);
});
