import type { NewId } from '../values/ids';
import type { OutboxEvent, Payment, PaymentEventType } from './payment';
import { viewOf } from './view';

/**
 * Writes down what the merchant is to be told. The body is rendered once, here, because every
 * delivery of an event must carry the same bytes (Standard Webhooks: a retry is the same message).
 */
export function outboxEvent(
  payment: Payment,
  type: PaymentEventType,
  atMs: number,
  newId: NewId,
): OutboxEvent {
  const eventId = newId('event');
  const sequence = payment.outbox.length + 1;
  const body = JSON.stringify({
    id: eventId,
    type,
    timestamp: new Date(atMs).toISOString(),
    sequence,
    data: viewOf(payment),
  });
  return {
    eventId,
    type,
    sequence,
    createdAtMs: atMs,
    body,
    status: 'pending',
    deliveredAtMs: null,
  };
}
