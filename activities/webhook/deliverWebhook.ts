import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { DeliveryInput, WebhookDependencies } from './dependencies';
import { firstRetryDelayMs, laterRetryDelayMs } from '../../webhooks/schedule';
import type { DeliveryResult } from '../../webhooks/sender';

const FIRST_TIMEOUT_MS = 4_000;
const LATER_TIMEOUT_MS = 15_000;

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
  const result = await deliver(deps, input, FIRST_TIMEOUT_MS);
  if (result.kind !== 'failed') return result;
  return { kind: 'later', delayMs: firstRetryDelayMs(result.retryAfterMs) };
}

/**
 * A later delivery. One that fails is tried again on the schedule, or when the endpoint asks.
 * @throws ApplicationFailure `DeliveryFailed`, to be tried again, or `EndpointGone`, never to be.
 */
export async function deliverWebhook(
  deps: WebhookDependencies,
  input: DeliveryInput,
): Promise<void> {
  const result = await deliver(deps, input, LATER_TIMEOUT_MS);
  if (result.kind === 'delivered') return;
  if (result.kind === 'gone') {
    throw ApplicationFailure.nonRetryable('The endpoint wants no more events', 'EndpointGone');
  }
  const delayMs = laterRetryDelayMs(activityInfo().attempt, result.retryAfterMs);
  if (delayMs === null) {
    throw ApplicationFailure.nonRetryable('The endpoint never took the event', 'DeliveryFailed');
  }
  throw ApplicationFailure.create({
    message: `The endpoint did not take the event: ${result.reason}`,
    type: 'DeliveryFailed',
    nextRetryDelay: delayMs,
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
): Promise<DeliveryResult> {
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
