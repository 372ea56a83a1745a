import type { Evidence, Grade, ReviewDecision } from '../evidence/evidence';
import type { FailureCode } from '../values/failures';
import type { HistoryEntry } from '../machine/history';
import type { MerchantEvent } from '../machine/merchantEvent';
import type { MerchantId, OperatorId, PaymentId } from '../values/ids';
import type { AmountKes } from '../values/money';
import { isOpen, type PaymentState, type PaymentStep } from './state';
import type { Receipt } from '../values/receipt';
import type { Reference } from '../values/reference';
import type { ShortcodeNumber } from '../values/shortcode';

/**
 * How far the one push of a payment got:
 * - `reserved`: about to leave; after a crash nobody can say more, so it counts as maybe sent;
 * - `not_sent`: provably never reached the customer, so it may be reserved again;
 * - `refused`: Daraja said no before any prompt;
 * - `accepted`: Daraja took it and gave a CheckoutRequestID;
 * - `unknown`: the answer was lost or unclear.
 */
export const PUSH_STATUSES = ['reserved', 'not_sent', 'refused', 'accepted', 'unknown'] as const;

export type PushStatus = (typeof PUSH_STATUSES)[number];

/** The one STK push of a payment. Asking the customer again is a new payment. */
export interface Push {
  /** SHA-256 of the token in the callback address; the token itself is never stored. */
  readonly callbackTokenHash: string;
  /** Tokens of earlier reservations: Daraja said that it had not acted on them, perhaps wrongly. */
  readonly formerTokenHashes: readonly string[];
  readonly status: PushStatus;
  readonly reservedAtMs: number;
  /** When Daraja's answer, or the loss of it, was noted. */
  readonly answeredAtMs: number | null;
  /** Daraja's handle for STK Query. It ends in the payer's number, so it is private. */
  readonly checkoutRequestId: string | null;
  readonly merchantRequestId: string | null;
  /** Daraja's error code, where it refused or throttled. */
  readonly errorCode: string | null;
}

export const PAYMENT_EVENT_TYPES = [
  'payment.succeeded',
  'payment.failed',
  'payment.unresolved',
  'payment.needs_review',
  'payment.contested',
  'payment.late_success',
  'payment.receipt_attached',
] as const;

export type PaymentEventType = (typeof PAYMENT_EVENT_TYPES)[number];

/** What a merchant asked for; none of it ever changes. */
export interface PaymentOrder {
  readonly paymentId: PaymentId;
  readonly merchantId: MerchantId;
  readonly shortcode: ShortcodeNumber;
  readonly amountKes: AmountKes;
  readonly reference: Reference;
  readonly description: string | null;
  readonly phoneMasked: string;
  /** The keyed hash of the number, by which it is told who paid. */
  readonly phoneHash: string;
  readonly createdAtMs: number;
  /** After this the customer has gone: a prompt that has not left by then never does. */
  readonly promptBeforeAtMs: number;
}

/** Every field of an order, so that each can be held to never change. */
const ORDER: Readonly<Record<keyof PaymentOrder, true>> = {
  paymentId: true,
  merchantId: true,
  shortcode: true,
  amountKes: true,
  reference: true,
  description: true,
  phoneMasked: true,
  phoneHash: true,
  createdAtMs: true,
  promptBeforeAtMs: true,
};

export const ORDER_FIELDS = Object.keys(ORDER) as readonly (keyof PaymentOrder)[];

/** What an operator wants decided, until a second one agrees. */
export interface Proposal {
  readonly decision: ReviewDecision;
  readonly receipt: Receipt | null;
  readonly operatorId: OperatorId;
  readonly atMs: number;
  /** In how many ways money had been seen: when it is seen in another, the proposal lapses. */
  readonly sightings: number;
}

/** A merchant's intent to collect an amount from a phone: order, progress and proof. */
export interface Payment extends PaymentOrder {
  readonly state: PaymentState;
  /** Rises with every write; each write names the version that it read. */
  readonly version: number;
  readonly grade: Grade | null;
  readonly receipt: Receipt | null;
  readonly failureCode: FailureCode | null;
  /** When the present state was reached by a verdict, null while none was. */
  readonly verdictAtMs: number | null;
  /** A discrepancy that a person should look at, whatever the state. */
  readonly needsAttention: boolean;
  /** Null before the first reservation. */
  readonly push: Push | null;
  /** Whether no other payment may prompt the phone because of this one. */
  readonly holdsPhone: boolean;
  /** Until when it waits for a phone that another payment holds; null where it never met one. */
  readonly phoneWaitUntilMs: number | null;
  /** Before this a retry would be refused, where the failure alone does not say it. */
  readonly retryNotBeforeMs: number | null;
  /** A decision that waits for a second operator; null where none does. */
  readonly proposal: Proposal | null;
  readonly evidence: readonly Evidence[];
  readonly history: readonly HistoryEntry<PaymentState, PaymentStep>[];
  readonly events: readonly MerchantEvent<PaymentEventType>[];
}

/** A payment as it begins: asked for, and nothing done about it yet. */
export function beginPayment(order: PaymentOrder): Payment {
  return {
    ...order,
    state: 'created',
    version: 1,
    grade: null,
    receipt: null,
    failureCode: null,
    verdictAtMs: null,
    needsAttention: false,
    push: null,
    holdsPhone: false,
    phoneWaitUntilMs: null,
    retryNotBeforeMs: null,
    proposal: null,
    evidence: [],
    history: [],
    events: [],
  };
}

/**
 * While money may still move, no second payment with that reference may be asked for. One that had
 * been decided gave its reference up, and somebody else may hold it since.
 */
export function holdsReference({ state, history }: Payment): boolean {
  return isOpen(state) && history.every(({ to }) => isOpen(to));
}

/** Whether the merchant was ever told that nobody paid. */
export function wasFailed({ history }: Pick<Payment, 'history'>): boolean {
  return history.some(({ to }) => to === 'failed');
}

/**
 * Daraja said that it had not acted on the push, and yet called back with its token: somebody was
 * prompted, and nobody may be again.
 */
export function promptedAfterAll(payment: Payment): Payment {
  const { push } = payment;
  if (push?.status !== 'not_sent' && push?.status !== 'refused') return payment;
  return { ...payment, push: { ...push, status: 'unknown' } };
}

/** When the prompt may first have been shown; null while provably none was. */
export function promptedAtMs({ push }: Pick<Payment, 'push'>): number | null {
  if (push === null || push.status === 'not_sent' || push.status === 'refused') return null;
  return push.answeredAtMs ?? push.reservedAtMs;
}

/** Whose callback a token proves: this push's, by its latest reservation or by an earlier one. */
export function isTokenOf(push: Push, tokenHash: string): boolean {
  return push.callbackTokenHash === tokenHash || push.formerTokenHashes.includes(tokenHash);
}

/**
 * Notes the CheckoutRequestID that a callback brought when the push's own answer was lost: without
 * it Safaricom cannot be asked. A later callback may name another, because the first may have been
 * made up; Daraja's own word is never replaced.
 */
export function learnCheckoutRequestId(payment: Payment, checkoutRequestId: string): Payment {
  const { push } = payment;
  if (push === null || push.status === 'accepted') return payment;
  return { ...payment, push: { ...push, checkoutRequestId } };
}
