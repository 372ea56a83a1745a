import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { DeliveryInput, WebhookDependencies } from './dependencies';
import type { DeliveryOutcome } from '../../webhooks/sender';

const FIRST_TIMEOUT_MS = 4_000;
const LATER_TIMEOUT_MS = 15_000;

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
/** The example schedule of Standard Webhooks 1.0.0: some 75 hours in all. */
const FIRST_DELAY_MS = 5 * SECOND_MS;
const DELAYS_MS = [300 * SECOND_MS, 1800 * SECOND_MS].concat(
  [2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR_MS),
);

/** What remains to be done about an event after its first delivery. */
export type FirstDelivery =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'later'; readonly delayMs: number };

/** The first delivery: one short try. */
export async function tryWebhook(
  deps: WebhookDependencies,
  input: DeliveryInput,
): Promise<FirstDelivery> {
  const outcome = await deliver(deps, input, FIRST_TIMEOUT_MS);
  if (outcome.kind !== 'failed') return outcome;
  return { kind: 'later', delayMs: Math.max(FIRST_DELAY_MS, outcome.retryAfterMs ?? 0) };
}

/**
 * A later delivery. One that fails is tried again on the schedule, or when the endpoint asks.
 * @throws ApplicationFailure `DeliveryFailed`, to be tried again, or `EndpointGone`, never to be.
 */
export async function deliverWebhook(
  deps: WebhookDependencies,
  input: DeliveryInput,
): Promise<void> {
  const outcome = await deliver(deps, input, LATER_TIMEOUT_MS);
  if (outcome.kind === 'delivered') return;
  if (outcome.kind === 'gone') {
    throw ApplicationFailure.nonRetryable('The endpoint wants no more events', 'EndpointGone');
  }
  const delayMs = DELAYS_MS[activityInfo().attempt - 1];
  if (delayMs === undefined) {
    throw ApplicationFailure.nonRetryable('The endpoint never took the event', 'DeliveryFailed');
  }
  throw ApplicationFailure.create({
    message: `The endpoint did not take the event: ${outcome.reason}`,
    type: 'DeliveryFailed',
    nextRetryDelay: Math.max(delayMs, outcome.retryAfterMs ?? 0),
  });
}

/** Gives an event up, in sight: it can be sent again by hand. */
export async function parkEvent(deps: WebhookDependencies, delivery: DeliveryInput): Promise<void> {
  await deps.store.events.mark(delivery, 'parked', deps.nowMs());
}

async function deliver(
  deps: WebhookDependencies,
  delivery: DeliveryInput,
  timeoutMs: number,
): Promise<DeliveryOutcome> {
  const found = await deps.store.events.find(delivery);
  const merchant = found && (await deps.store.merchants.find(found.merchantId));
  // Without an endpoint there is nobody to tell: the event stays readable through the API.
  if (!found || found.event.status === 'delivered' || !merchant?.webhook) {
    return { kind: 'delivered' };
  }
  const result = await deps.webhooks.send(merchant.webhook, found.event, timeoutMs);
  deps.report.webhookTried(delivery, result);
  if (result.kind === 'delivered') {
    await deps.store.events.mark(delivery, 'delivered', deps.nowMs());
  }
  return result;
}
