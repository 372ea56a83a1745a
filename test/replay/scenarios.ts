import { freshPhone } from '../kit/fresh';
import { callbackBody, postCallback, tokenSpy } from '../kit/callbacks';
import { askFor, reaches } from '../kit/shop';
import type { TestSystem } from '../kit/system';
import { until } from '../kit/until';

/* Every path that a payment's workflow, or a webhook's, can take. Each is recorded once. */

export interface Scenario {
  readonly name: string;
  /** Brings one payment along the path, and says which. */
  readonly run: (system: TestSystem) => Promise<string>;
  /** What ends the path, so that the history is whole. */
  readonly records: 'payment' | 'webhook';
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
  refusedWebhook('webhook-retried', 204),
  refusedWebhook('webhook-parked', 410),
];
