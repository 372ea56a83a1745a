import { CallbackProof } from '../../crypto/callbackProof';
import { paymentOwner } from '../../domain/values/owner';
import type { PaymentId } from '../../domain/values/ids';
import type { Payment } from '../../domain/payment/payment';
import { paymentWorkflowId } from '../../workflows/messages';
import { callbackBody, postCallback, tokenSpy, type Push } from '../kit/callbacks';
import { type CuttableApi, startCuttableApi } from '../kit/cuttableApi';
import { freshPhone } from '../kit/fresh';
import { debitsOf, expectBooksAgree } from '../kit/invariants';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

/*
 * At the timing of production: no timer fires within a test, so whatever moves a payment here was
 * brought by a callback. The simulator's own callbacks are lost; the test posts them itself.
 */
let system: TestSystem;
let api: CuttableApi;
let pushes: Awaited<ReturnType<typeof tokenSpy>>;

beforeAll(async () => {
  system = await startSystem();
  pushes = await tokenSpy(system);
  api = await startCuttableApi(system);
});
afterEach(restored);
afterAll(async () => {
  await api.stop();
  await pushes.close();
  await system.stop();
});

interface Open extends Push {
  readonly id: string;
  readonly phone: string;
  /** The payment's address at the API whose wires are cut. */
  readonly url: string;
}

async function openPayment(): Promise<Open> {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  const fault = { match: { msisdn: phone }, fault: { kind: 'callback_lost' } };
  await system.simulator.control('POST', '/faults', fault);
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'awaiting_customer');
  const push = await pushes.of(phone);
  const url = api.system.urls.callbacks + new URL(push.callbackUrl).pathname;
  return { ...push, id, phone, url };
}

/** The customer pays; returns the callback that Safaricom would send. */
async function pay(open: Open): Promise<string> {
  await system.simulator.control('POST', `/prompts/${open.checkoutRequestId}/approve`, {});
  const [debit] = await debitsOf(system, open.phone);
  return callbackBody(open).replace('UKN4A1B2C3', debit?.receipt ?? '');
}

async function stored({ id }: Open): Promise<Payment | null> {
  return system.store.payments.find(id as PaymentId);
}

/** The payment once it has succeeded with the very receipt that the callback brought. */
async function succeededWith({ id, phone }: Open, body: string): Promise<void> {
  const { receipt } = await until('the receipt', async () => {
    const payment = await reaches(system, id, 'succeeded');
    return payment.receipt !== null && payment;
  });
  expect(body).toContain(receipt);
  await expectBooksAgree(system, id, phone);
}

async function restored(): Promise<void> {
  api.toStore.restore();
  api.toEngine.restore();
  await until('both wires to be in use again', async () => {
    return (await fetch(`${api.system.urls.operations}/ready`)).status === 200;
  });
}

/** Waits until the workflow has taken in the signals that it was sent and acted on them. */
async function signalTaken({ id }: Open): Promise<void> {
  const handle = system.client.workflow.getHandle(paymentWorkflowId(id as PaymentId));
  await until('the signal to be acted on', async () => {
    const events = (await handle.fetchHistory()).events ?? [];
    const at = events.findIndex((event) => event.workflowExecutionSignaledEventAttributes);
    return (
      at !== -1 && events.slice(at).some((event) => event.workflowTaskCompletedEventAttributes)
    );
  });
}

// Guarantees that the one delivery of a callback is not lost with the database (M3).
it('signals a callback unchecked without the store, and the payment succeeds', async () => {
  const open = await openPayment();
  const body = await pay(open);
  api.toStore.cut();
  const answer = await postCallback(open.url, body);
  expect(answer).toMatchObject({ status: 200, body: { ResultCode: 0 } });
  await succeededWith(open, body);
  expect(await system.store.inbox.noticesFor(paymentOwner(open.id as PaymentId))).toEqual([]);
});

// Guarantees that an unchecked callback is checked by the workflow: a guessed token moves nothing,
// and does not stand in the way of the true one (A1, A7).
it('drops an unchecked callback with a wrong token, and takes the right one', async () => {
  const open = await openPayment();
  const before = await stored(open);
  api.toStore.cut();
  const forged = open.url.replace(/[^/]+$/, 'A'.repeat(43));
  expect((await postCallback(forged, callbackBody(open))).status).toBe(200);
  await signalTaken(open);
  expect(await stored(open)).toEqual(before);
  const body = await pay(open);
  expect((await postCallback(open.url, body)).status).toBe(200);
  await succeededWith(open, body);
});

// Guarantees that nothing is acknowledged which is neither kept nor signalled, so that Safaricom
// may send it again (F30, F39, M3).
it('answers 503 while both are unavailable, and takes the repeat', async () => {
  const open = await openPayment();
  const before = await stored(open);
  const body = await pay(open);
  api.toStore.cut();
  api.toEngine.cut();
  const refused = await fetch(open.url, { method: 'POST', body });
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('5');
  expect(await refused.json()).toMatchObject({ code: 'store_unavailable' });
  expect(await system.store.inbox.noticesFor(paymentOwner(open.id as PaymentId))).toEqual([]);
  expect(await stored(open)).toEqual(before);
  await restored();
  expect((await postCallback(open.url, body)).status).toBe(200);
  await succeededWith(open, body);
});

// Guarantees that an answer of Transaction Status is acknowledged only once it is kept: its signal
// says where to look, and nothing lies there.
it('answers 503 to a status result while the store is unavailable', async () => {
  const open = await openPayment();
  const owner = paymentOwner(open.id as PaymentId);
  const proof = new CallbackProof(system.config.CALLBACK_PROOF_KEY).of(owner);
  const url = `${api.system.urls.callbacks}/callbacks/transaction-status/${open.id}/${proof}`;
  const body = JSON.stringify({ Result: { ResultCode: 2032, ResultDesc: 'not known' } });
  api.toStore.cut();
  expect((await postCallback(url, body)).status).toBe(503);
  await restored();
  expect((await postCallback(url, body)).status).toBe(200);
  expect(await system.store.inbox.noticesFor(owner)).toHaveLength(1);
});
