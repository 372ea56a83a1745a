import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { DeliveryInput, WebhookDependencies } from './dependencies';
import type { DeliveryTry } from '../../domain/machine/deliveryTry';
import { maskText } from '../../telemetry/redaction/lastResortMask';
import { firstRetryDelayMs, laterRetryDelayMs } from '../../webhooks/schedule';
import type { DeliveryResult, SentWebhook } from '../../webhooks/sender';

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
  const atMs = deps.nowMs();
  const sent = await deps.webhooks.send(merchant.webhook, found.event, timeoutMs);
  const { result } = sent;
  deps.report.webhookTried(delivery, result);
  const tried = tryOf(sent, atMs);
  const { events } = deps.store;
  const isMarked =
    result.kind === 'delivered' && (await events.mark(delivery, 'delivered', deps.nowMs(), tried));
  // What cannot be noted must not bring the schedule of deliveries down: the log has it already.
  if (!isMarked) await events.noteTry(delivery, tried).catch(() => undefined);
  return result;
}

const ANSWER_MAX = 200;

/** Masked before it is cut: a number that is cut in two would show its first digits. */
function tryOf({ result, httpStatus, latencyMs, answer }: SentWebhook, atMs: number): DeliveryTry {
  const isUnanswered = result.kind === 'failed' && httpStatus === null;
  return {
    atMs,
    httpStatus,
    failure: isUnanswered ? result.reason : null,
    latencyMs,
    answer: answer === null ? null : maskText(answer).slice(0, ANSWER_MAX),
  };
}
