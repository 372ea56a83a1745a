import type { PaymentId } from '../../domain/values/ids';
import { paymentOwner } from '../../domain/values/owner';
import { NOTHING_ASKED } from '../../domain/payment/readPlan';
import type { Receipt } from '../../domain/values/receipt';
import type { AmountCents } from '../../domain/values/money';
import { newId } from '../../crypto/newId';
import { callbackBody, postCallback, tokenSpy } from '../kit/callbacks';
import { freshPhone } from '../kit/fresh';
import { openPushYard, type PushYard } from '../kit/pushers';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

/* What is acknowledged while Safaricom is asked must count in the verdict on its answer. */

interface PromptList {
  readonly prompts: readonly { readonly msisdn: string; readonly queries: number }[];
}

let system: TestSystem;
let spy: Awaited<ReturnType<typeof tokenSpy>>;
let yard: PushYard;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
  spy = await tokenSpy(system);
  yard = await openPushYard();
});
afterAll(async () => {
  await yard.close();
  await spy.close();
  await system.stop();
});

// Guarantees that a callback with another amount is never overtaken by the query's yes (M7).
it('judges a callback that comes while a question is being repeated', async () => {
  const phone = freshPhone();
  const { control } = system.simulator;
  await control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  const match = { msisdn: phone };
  await control('POST', '/faults', { match, fault: { kind: 'callback_lost' } });
  await control('POST', '/faults', { match, fault: { kind: 'query_pending' } });
  const { id } = await askFor(system, { phone });
  const push = await spy.of(phone);
  await until('the question to be repeated', async () => {
    const { prompts } = await control<PromptList>('GET', `/prompts?all=true&msisdn=${phone}`);
    return (prompts[0]?.queries ?? 0) >= 2;
  });
  const { status } = await postCallback(push.callbackUrl, callbackBody(push, 1));
  expect(status).toBe(200);
  await control('DELETE', '/faults');
  await control('POST', `/prompts/${push.checkoutRequestId}/approve`, {});
  const payment = await reaches(system, id, 'needs_review', 'succeeded');
  expect(payment).toMatchObject({ state: 'needs_review', receipt: null });
});

// Guarantees that nobody is told "not paid" over a callback that got our 200 a moment ago (M5).
it('looks through the inbox before it says that nobody paid', async () => {
  const worker = await yard.pusher();
  const { paymentId } = await yard.payment();
  await worker.activities.promptCustomer({ paymentId });
  await keepCallback(paymentId);
  const laterMs = Date.now() + 200_000;
  const denial = (atMs: number) => ({
    ...{ kind: 'stk_query', evidenceId: newId('evidence'), atMs, resultCode: '1037' },
    kind: 'stk_query' as const,
  });
  const reads = [denial(laterMs), denial(laterMs + 1)];
  const { progress } = await worker.activities.decide({
    paymentId,
    notices: [],
    lookInInbox: false,
    askQuery: false,
    reads,
    nowMs: laterMs + 1,
    asked: { ...NOTHING_ASKED, stk_query: laterMs },
  });
  expect(progress.state).not.toBe('failed');
});

/** A callback that says paid, kept as the listener keeps it. */
async function keepCallback(of: PaymentId): Promise<void> {
  const callbackId = newId('callback');
  await yard.test.store.inbox.keep({
    callbackId,
    owner: paymentOwner(of),
    source: 'stk_callback',
    rawBody: Buffer.from('{}'),
    evidence: {
      kind: 'callback',
      evidenceId: newId('evidence'),
      callbackId,
      atMs: Date.now(),
      resultCode: '0',
      amountCents: 10_000 as AmountCents,
      receipt: `UKN${newId('request').slice(-7).toUpperCase()}` as Receipt,
      paidAtMs: null,
    },
    setAsideReason: null,
    sealedCheckoutRequestId: null,
    receivedAtMs: Date.now(),
  });
}

// Guarantees the same for a callback that is kept while the question itself is under way, before
// its signal has come: the inbox is looked through after Safaricom has answered, not before.
it('hears what is kept while Safaricom is being asked', async () => {
  const worker = await yard.pusher();
  const { paymentId } = await yard.payment();
  await worker.activities.promptCustomer({ paymentId });
  const laterMs = Date.now() + 200_000;
  const evidenceId = newId('evidence');
  const denial = { kind: 'stk_query', evidenceId, atMs: laterMs, resultCode: '1037' } as const;
  const asking = worker.with({
    daraja: {
      ...worker.deps.daraja,
      stkQuery: async () => {
        await keepCallback(paymentId);
        return { kind: 'answered', resultCode: '1037' };
      },
    },
  });
  const { progress } = await asking.decide({
    paymentId,
    notices: [],
    lookInInbox: false,
    askQuery: true,
    reads: [denial],
    nowMs: laterMs + 1,
    asked: NOTHING_ASKED,
  });
  expect(progress.state).not.toBe('failed');
});
