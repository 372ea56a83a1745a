import type { Logger } from './log/logger';
import type { Metrics } from './metrics/metrics';

/** What a callback came to, by which operators count and find it. */
export type CallbackResult =
  'accepted' | 'repeated' | 'set_aside' | 'unreadable' | 'status_timeout' | RefusalCode;

/** The code of the problem with which the listener refused it. */
type RefusalCode = string & {};

interface Delivery {
  readonly owner: { readonly kind: string; readonly id: string };
  readonly eventId: string;
}

interface DeliveryResult {
  readonly kind: string;
  readonly reason?: string;
}

/** States that someone waits for or must act on; the others pass by themselves. */
const COUNTED_STATES: readonly string[] = ['unresolved', 'needs_review', 'succeeded', 'failed'];

/**
 * What happens to the business, each with its counter and its log line together, so that neither
 * can be forgotten. To add one, give it a method here and its counter a row in
 * `metrics/metrics.ts`.
 */
export interface BusinessEvents {
  /** A payment came to another state. */
  paymentReached(paymentId: string, state: string): void;
  /** A payment waits for its phone, or was not prompted because of it. */
  phoneBusy(paymentId: string, result: 'waits' | 'refused', reason: string): void;
  /** Something was POSTed to a callback address. */
  callbackReceived(result: CallbackResult, fields?: Readonly<Record<string, unknown>>): void;
  /** A merchant's event was sent once. */
  webhookTried(delivery: Delivery, result: DeliveryResult): void;
  /** An activity failed; the engine may try it again. */
  activityFailed(
    activity: string,
    subject: Readonly<Record<string, unknown>>,
    error: unknown,
  ): void;
  /** The sweeper looked at a payment. */
  swept(paymentId: string, result: string): void;
  /** A message to a workflow could not be decoded and was dropped. */
  messageDropped(fields: Readonly<Record<string, unknown>>): void;
}

export function businessEvents(log: Logger, metrics: Metrics): BusinessEvents {
  return {
    paymentReached(paymentId, state) {
      if (!COUNTED_STATES.includes(state)) return;
      metrics.paymentsDecided.inc({ state });
      log.info({ paymentId, state }, 'payment reached a state');
    },
    phoneBusy(paymentId, result, reason) {
      metrics.phoneBusy.inc({ result, reason });
      log.info({ paymentId, result, reason }, 'the phone of a payment is busy');
    },
    callbackReceived(result, fields = {}) {
      metrics.callbacks.inc({ result });
      if (result === 'accepted' || result === 'repeated') return;
      log.warn({ ...fields, result }, 'a callback was not taken as it came');
    },
    webhookTried({ owner, eventId }, { kind: result, ...why }) {
      metrics.webhookDeliveries.inc({ result });
      log.info({ [`${owner.kind}Id`]: owner.id, eventId, result, ...why }, 'webhook delivery');
    },
    activityFailed(activity, subject, error) {
      metrics.activityFailures.inc({ activity });
      log.warn({ activity, ...subject, err: error }, 'activity failed');
    },
    swept(paymentId, result) {
      metrics.swept.inc({ result });
      if (result === 'running' || result === 'finished') return;
      log.warn({ paymentId, result }, 'the sweeper found a payment that nobody looked after');
    },
    messageDropped(fields) {
      metrics.messagesDropped.inc();
      log.warn(fields, 'a message to a workflow cannot be decoded and was dropped');
    },
  };
}
