import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { OutboxEvent } from '../../domain/payment/payment';
import type { ActivityDependencies, DeliveryInput } from '../dependencies';
import { loadPayment } from '../payment/loadPayment';
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
  deps: ActivityDependencies,
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
  deps: ActivityDependencies,
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
export async function parkEvent(
  deps: ActivityDependencies,
  { paymentId, eventId }: DeliveryInput,
): Promise<void> {
  await deps.store.payments.markEvent(paymentId, eventId, 'parked', deps.nowMs());
}

async function deliver(
  deps: ActivityDependencies,
  { paymentId, eventId }: DeliveryInput,
  timeoutMs: number,
): Promise<DeliveryResult> {
  const isIt = (item: OutboxEvent) => item.eventId === eventId;
  const written = deps.store.payments.lastWritten(paymentId);
  // An event's body never changes; a copy that lacks the event is older than it.
  const payment = written?.outbox.some(isIt) ? written : await loadPayment(deps, paymentId);
  const event = payment.outbox.find(isIt);
  const merchant = await deps.store.merchants.find(payment.merchantId);
  // A merchant without an endpoint is not told: the event stays readable through the API.
  if (!event || event.status === 'delivered' || !merchant?.webhook) return { kind: 'delivered' };
  const result = await deps.webhooks.send(merchant.webhook, event, timeoutMs);
  deps.onDelivery({ paymentId, eventId }, result);
  if (result.kind === 'delivered') {
    await deps.store.payments.markEvent(paymentId, eventId, 'delivered', deps.nowMs());
  }
  return result;
}
