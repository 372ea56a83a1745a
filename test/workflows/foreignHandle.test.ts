import { randomUUID } from 'node:crypto';
import type { CallbackNotice } from '../../domain/evidence/notice';
import type { PaymentId } from '../../domain/values/ids';
import { NOTHING_ASKED } from '../../domain/payment/readPlan';
import type { Payment } from '../../domain/payment/payment';
import type { Receipt } from '../../domain/values/receipt';
import { newId } from '../../crypto/newId';
import { openPushYard, type Pusher, type PushYard } from '../kit/pushers';

let yard: PushYard;
let worker: Pusher;

beforeAll(async () => {
  yard = await openPushYard();
  worker = await yard.pusher();
});
afterAll(() => yard.close());

async function stored(paymentId: PaymentId): Promise<Payment> {
  const payment = await yard.test.store.payments.find(paymentId);
  if (!payment) throw new Error(`Payment ${paymentId} is gone.`);
  return payment;
}

interface PromptList {
  readonly prompts: readonly { readonly checkoutRequestId: string }[];
}

/** A payment that really was paid, and Safaricom's handle of its push. */
async function paidPush() {
  const { paymentId } = await yard.payment();
  await worker.activities.promptCustomer({ paymentId });
  const handle = (await stored(paymentId)).push?.checkoutRequestId ?? '';
  await yard.simulator.control('POST', `/prompts/${handle}/approve`, {});
  return { paymentId, handle };
}

/** A payment whose push was taken, but whose answer was lost on the way. */
async function lostPush() {
  const { paymentId, phone } = await yard.payment();
  await yard.simulator.control('POST', '/faults', {
    match: { msisdn: phone, operation: 'stk_push' },
    fault: { kind: 'connection_reset' },
  });
  await worker.activities.promptCustomer({ paymentId });
  const before = await stored(paymentId);
  expect(before).toMatchObject({ state: 'unresolved', push: { checkoutRequestId: null } });
  return { before, phone, token: before.push?.callbackTokenHash ?? '' };
}

function paidNotice(handle: string, callbackTokenHash: string): CallbackNotice {
  return {
    kind: 'callback',
    evidence: {
      kind: 'callback',
      evidenceId: newId('evidence'),
      callbackId: newId('callback'),
      atMs: Date.now(),
      resultCode: '0',
      amountCents: null,
      receipt: `UKN${randomUUID().slice(0, 7).toUpperCase()}` as Receipt,
      paidAtMs: null,
    },
    callbackTokenHash,
    sealedCheckoutRequestId: yard.test.store.inbox.sealHandle(handle),
  };
}

function decideOn({ paymentId }: Payment, ...notices: CallbackNotice[]) {
  const nowMs = Date.now();
  return worker.activities.decide({
    paymentId,
    notices,
    lookInInbox: false,
    askQuery: true,
    reads: [],
    nowMs,
    asked: NOTHING_ASKED,
  });
}

// Guarantees that what Safaricom says of another customer's push never decides a payment: while
// the store is unavailable the listener passes on notices whose token nobody has checked
// yet (M4, M5, M11, A1, A4).
it('asks nothing by a handle that came with a wrong token', async () => {
  const { handle } = await paidPush();
  const { before } = await lostPush();
  const finding = await decideOn(before, paidNotice(handle, 'f'.repeat(64)));
  expect(finding).toMatchObject({ progress: { state: 'unresolved' } });
  expect(await stored(before.paymentId)).toEqual(before);
});

// Guarantees the same for a token that leaked: the handle is another payment's already (A2).
it("asks nothing by another payment's handle, though the token is right", async () => {
  const { handle } = await paidPush();
  const { before, token } = await lostPush();
  const finding = await decideOn(before, paidNotice(handle, token));
  expect(finding).toMatchObject({ progress: { receipt: null } });
  const after = await stored(before.paymentId);
  expect(after.state).toBe('unresolved');
  expect(after.evidence.map(({ kind }) => kind)).toEqual(['callback']);
  expect(after.push?.checkoutRequestId).toBeNull();
});

// Guarantees that a made-up handle does not keep the true one out, though both say the same.
it('asks by the handle that a second callback brings in place of the first', async () => {
  const { before, phone, token } = await lostPush();
  const first = paidNotice('ws_CO_made_up', token);
  await decideOn(before, first);
  const path = `/prompts?all=true&msisdn=${phone}`;
  const { prompts } = await yard.simulator.control<PromptList>('GET', path);
  const handle = prompts[0]?.checkoutRequestId ?? '';
  await yard.simulator.control('POST', `/prompts/${handle}/approve`, {});
  await decideOn(before, { ...paidNotice(handle, token), evidence: first.evidence });
  const finding = await decideOn(before);
  expect(finding).toMatchObject({ progress: { state: 'succeeded' } });
});

it('asks by the handle that its own callback brings', async () => {
  const { before, phone, token } = await lostPush();
  const path = `/prompts?all=true&msisdn=${phone}`;
  const { prompts } = await yard.simulator.control<PromptList>('GET', path);
  const handle = prompts[0]?.checkoutRequestId ?? '';
  await yard.simulator.control('POST', `/prompts/${handle}/approve`, {});
  const finding = await decideOn(before, paidNotice(handle, token));
  expect(finding).toMatchObject({ progress: { state: 'succeeded' } });
});
