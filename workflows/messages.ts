import { defineSignal } from '@temporalio/workflow';
import type { CallbackEvidence, TransactionStatusEvidence } from '../domain/evidence';
import type { EventId, MerchantId, PaymentId } from '../domain/ids';

/** Names by which the engine knows the workflows. */
export const WORKFLOW_TYPES = { payment: 'payment', webhook: 'webhook' } as const;

export interface PaymentInput {
  readonly paymentId: PaymentId;
}

export interface WebhookInput {
  readonly paymentId: PaymentId;
  readonly merchantId: MerchantId;
  readonly eventId: EventId;
}

/** One payment is one workflow, findable by the payment's id. */
export function paymentWorkflowId(paymentId: PaymentId): string {
  return `payment:${paymentId}`;
}

export function webhookWorkflowId(eventId: EventId): string {
  return `webhook:${eventId}`;
}

/** What the callback listener tells a payment. It holds no phone number. */
export interface CallbackNotice {
  readonly evidence: CallbackEvidence | TransactionStatusEvidence;
  /** Daraja's handle ends in the payer's number, so it travels sealed under the store's key. */
  readonly sealedCheckoutRequestId: string | null;
}

/** Safaricom has POSTed something about this payment. */
export const callbackReceived = defineSignal<[CallbackNotice]>('callbackReceived');
