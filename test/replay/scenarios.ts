import type { PaymentId } from '../../domain/values/ids';
import { freshPhone } from '../kit/fresh';
import { callbackBody, postCallback, tokenSpy } from '../kit/callbacks';
import { debitsOf } from '../kit/invariants';
import { unheardPayment } from '../kit/openPayment';
import { addOperator, adminCall } from '../kit/operators';
import { attach, cancelledPayment, decide, paymentInReview } from '../kit/review';
import { askFor, reaches } from '../kit/shop';
import type { TestSystem } from '../kit/system';
import { freshPayment } from '../kit/testStore';
import { sweepOver } from '../kit/sweep';
import { until } from '../kit/until';

/* Every path that a payment's workflow, or a webhook's, can take. Each is recorded once. */

export interface Scenario {
  readonly name: string;
  /** Brings one payment along the path, and says which. */
  readonly run: (system: TestSystem) => Promise<string>;
  /** What ends the path, so that the history is whole. */
  readonly records: 'payment' | 'webhook' | 'sweep';
}

type Fault = Readonly<Record<string, unknown>>;

async function strike(system: TestSystem, phone: string, operation: string, fault: Fault) {
  const match = { operation, msisdn: phone };
  await system.simulator.control('POST', '/faults', { match, fault });
}

function ends(
  name: string,
  states: readonly string[],
  prepare: (system: TestSystem, phone: string) => Promise<unknown> = async () => undefined,
): Scenario {
  return {
    name,
    records: 'payment',
    async run(system) {
      const phone = freshPhone();
      await prepare(system, phone);
      const { id } = await askFor(system, { phone });
      await reaches(system, id, ...states);
      return id;
    },
  };
}

function answered(name: string, behaviour: string): Scenario {
  return ends(name, ['failed'], (system, phone) =>
    system.simulator.control('POST', `/phones/${phone}`, { behaviour, delayMs: 20 }),
  );
}

const REFUSALS = ['cancel', 'wrong_pin', 'insufficient_funds', 'pin_locked', 'unreachable'].map(
  (behaviour) => answered(`refused-${behaviour}`, behaviour),
);

/** Cancelled and so failed; then somebody with the true token says that it was paid. */
async function contested(system: TestSystem): Promise<string> {
  const spy = await tokenSpy(system);
  try {
    const phone = freshPhone();
    await system.simulator.control('POST', `/phones/${phone}`, {
      behaviour: 'cancel',
      delayMs: 20,
    });
    const { id } = await askFor(system, { phone });
    await reaches(system, id, 'failed');
    const push = await spy.of(phone);
    await postCallback(push.callbackUrl, callbackBody(push));
    await until('the merchant to be told', () =>
      system.webhooks.received.some(
        ({ body }) => body.includes('payment.contested') && body.includes(id),
      ),
    );
    return id;
  } finally {
    await spy.close();
  }
}

/** Paid, called back by nobody, and proven because an operator had Safaricom asked. */
async function askedByOperator(system: TestSystem): Promise<string> {
  const { id } = await unheardPayment(system);
  const { key } = await addOperator(system.store, 'support');
  const body = { reason: 'Ticket 51: the customer says that it was paid.' };
  const { status } = await adminCall(system, key, ['POST', `/payments/${id}/ask`], body);
  if (status !== 202) throw new Error(`Not asked: ${status}`);
  await reaches(system, id, 'succeeded');
  return id;
}

/** Two operators decide together what needs review. */
async function decidedByTwo(system: TestSystem): Promise<string> {
  const { id, phone } = await paymentInReview(system);
  await system.store.merchants.change(system.merchant.merchantId, { reviewAboveKes: 0 });
  const [debit] = await debitsOf(system, phone);
  const paid = { decision: 'paid', receipt: debit?.receipt ?? '' };
  for (const status of [202, 200]) {
    const operator = await addOperator(system.store, 'finance');
    const answer = await decide(system, operator, id, paid);
    if (answer.status !== status) throw new Error(`Not decided: ${answer.status}`);
  }
  return id;
}

/** Cancelled; then an operator sees a receipt, about which Transaction Status knows nothing. */
async function receiptAttached(system: TestSystem): Promise<string> {
  const { id } = await cancelledPayment(system);
  const operator = await addOperator(system.store, 'support');
  const { status } = await attach(system, operator, id, 'UKN4ATTACH');
  if (status !== 202) throw new Error(`Not attached: ${status}`);
  await until('the answer of Transaction Status', async () => {
    const payment = await system.store.payments.find(id as PaymentId);
    return payment?.evidence.some(({ kind }) => kind === 'transaction_status');
  });
  return id;
}

/** An event that the endpoint does not take at once gets a workflow of its own. */
function refusedWebhook(name: string, laterStatus: number): Scenario {
  return {
    name,
    records: 'webhook',
    async run(system) {
      system.webhooks.answerWith(503);
      const { id } = await askFor(system);
      await reaches(system, id, 'succeeded');
      await until('the first delivery', () =>
        system.webhooks.received.some(({ body }) => body.includes(id)),
      );
      system.webhooks.answerWith(laterStatus);
      return id;
    },
  };
}

/** A payment that was kept and never started is found by the sweeper. */
async function swept(system: TestSystem): Promise<string> {
  const { merchantId } = system.merchant;
  const created = freshPayment({ merchantId });
  await system.store.payments.insert(created);
  const { paymentId } = created.payment;
  await sweepOver(system, paymentId, sweepIdOf(paymentId));
  await reaches(system, paymentId, 'succeeded');
  return paymentId;
}

/** Another payment has a prompt on the phone for a while. */
async function waitedForPhone(system: TestSystem): Promise<string> {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, {
    behaviour: 'approve',
    delayMs: 800,
  });
  const { id: first } = await askFor(system, { phone });
  await reaches(system, first, 'awaiting_customer');
  const { id } = await askFor(system, { phone });
  await until('the wait for the phone', async () => {
    const payment = await system.store.payments.find(id as PaymentId);
    return payment?.phoneWaitUntilMs;
  });
  await reaches(system, id, 'succeeded');
  return id;
}

/** The id of the recorded sweep that found a payment. */
export function sweepIdOf(paymentId: string): string {
  return `sweep-${paymentId}`;
}

const REFUSAL = JSON.stringify({
  requestId: '4788-81090592-4',
  errorCode: '400.002.02',
  errorMessage: 'Bad Request - Invalid BusinessShortCode',
});

export const SCENARIOS: readonly Scenario[] = [
  ends('paid', ['succeeded']),
  ...REFUSALS,
  ends('push-refused', ['failed'], (system, phone) =>
    strike(system, phone, 'stk_push', {
      kind: 'http_error',
      status: 400,
      contentType: 'application/json',
      body: REFUSAL,
      processed: false,
    }),
  ),
  answered('timeout-and-query', 'ignore'),
  ends('lost-callback', ['succeeded'], (system, phone) =>
    strike(system, phone, 'stk_push', { kind: 'callback_lost' }),
  ),
  ends('lost-push-answer', ['succeeded'], (system, phone) =>
    strike(system, phone, 'stk_push', { kind: 'connection_reset' }),
  ),
  ends('query-pending', ['succeeded'], (system, phone) =>
    strike(system, phone, 'stk_query', { kind: 'query_pending' }),
  ),
  ends('late-success', ['succeeded'], (system, phone) =>
    system.simulator.control('POST', `/phones/${phone}`, {
      behaviour: 'approve_after_timeout',
      delayMs: 8_000,
    }),
  ),
  { name: 'contested', records: 'payment', run: contested },
  ends('needs-review', ['needs_review'], (system, phone) =>
    strike(system, phone, 'stk_push', { kind: 'callback_malformed', variant: 'amount_altered' }),
  ),
  ends('denied-and-status', ['succeeded'], (system, phone) =>
    strike(system, phone, 'stk_query', { kind: 'query_lies' }),
  ),
  ends('held-late-success', ['needs_review'], async (system, phone) => {
    const { merchantId } = system.merchant;
    await system.store.merchants.change(merchantId, { lateSuccess: 'hold_for_review' });
    await system.simulator.control('POST', `/phones/${phone}`, {
      behaviour: 'approve_after_timeout',
      delayMs: 8_000,
    });
  }),
  { name: 'operator-asks', records: 'payment', run: askedByOperator },
  { name: 'operators-decide', records: 'payment', run: decidedByTwo },
  { name: 'receipt-attached', records: 'payment', run: receiptAttached },
  { name: 'waited-for-phone', records: 'payment', run: waitedForPhone },
  { name: 'sweep', records: 'sweep', run: swept },
  refusedWebhook('webhook-retried', 204),
  refusedWebhook('webhook-parked', 410),
];
