import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { ReviewDecision } from '../domain/evidence/evidence';
import type { Notice } from '../domain/evidence/notice';
import type { InstructionRefusal, InstructionResult } from '../domain/payment/instruction';
import type { EventId, MerchantId, OperatorId, PaymentId } from '../domain/values/ids';
import type { Owner } from '../domain/values/owner';
import type { Receipt } from '../domain/values/receipt';

/** Names by which the engine knows the workflows. */
export const WORKFLOW_TYPES = {
  payment: 'payment',
  sweep: 'sweep',
  webhook: 'webhook',
} as const;

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

/** The Schedule of the sweeper, and how the ids of its workflows begin. */
export function sweepScheduleId(taskQueuePrefix: string): string {
  return taskQueuePrefix === '' ? 'sweep' : `${taskQueuePrefix}-sweep`;
}

export function webhookWorkflowId(eventId: EventId): string {
  return `webhook:${eventId}`;
}

/** A delivery that was asked for runs beside one that waits for its next try. */
export function resendWorkflowId(eventId: EventId): string {
  return `${webhookWorkflowId(eventId)}:resend`;
}

/** Safaricom has POSTed something about this payment. */
export const callbackReceived = defineSignal<[Notice]>('callbackReceived');

/** Which operator wants Safaricom asked, and why. */
export interface AskNow {
  readonly operatorId: OperatorId;
  readonly reason: string;
}

/** An operator wants Safaricom asked about this payment at once. */
export const askNow = defineUpdate<undefined, [AskNow]>('askNow');

/** Which receipt an operator saw. */
export interface AttachReceipt extends AskNow {
  readonly receipt: Receipt;
}

/** How an operator decides a payment that needs review. `paid` has a receipt. */
export interface DecideReview extends AskNow {
  readonly decision: ReviewDecision;
  readonly receipt: Receipt | null;
}

/** An operator saw a receipt. Answered once it is noted, before anybody was asked about it. */
export const attachReceipt = defineUpdate<InstructionResult, [AttachReceipt]>('attachReceipt');

/** An operator decides. Answered once it is stored, or with why it is not. */
export const decideReview = defineUpdate<InstructionResult, [DecideReview]>('decideReview');

/** Why a workflow refuses an update, as the type of the failure. */
export type UpdateRefusal = InstructionRefusal | 'already_decided';
