import { defineSignal } from '@temporalio/workflow';
import type { Notice } from '../domain/evidence/notice';
import type { EventId, MerchantId, PaymentId } from '../domain/values/ids';
import type { Owner } from '../domain/values/owner';

/** Names by which the engine knows the workflows. */
export const WORKFLOW_TYPES = { payment: 'payment', webhook: 'webhook' } as const;

export interface PaymentInput {
  readonly paymentId: PaymentId;
  /** What an earlier run had heard and not yet looked at when it handed over to this one. */
  readonly arrived?: readonly Notice[];
}

export interface WebhookInput {
  readonly owner: Owner;
  readonly merchantId: MerchantId;
  readonly eventId: EventId;
  /** How long after the first delivery the next one is due. */
  readonly delayMs: number;
}

/** One payment is one workflow, findable by the payment's id. */
export function paymentWorkflowId(paymentId: PaymentId): string {
  return `payment:${paymentId}`;
}

export function webhookWorkflowId(eventId: EventId): string {
  return `webhook:${eventId}`;
}

/** Safaricom has POSTed something about this payment. */
export const callbackReceived = defineSignal<[Notice]>('callbackReceived');
