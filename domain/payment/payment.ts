import type { Evidence, Grade } from '../evidence/evidence';
import type { FailureCode } from '../values/failures';
import type { HistoryEntry } from '../machine/history';
import type { AttemptId, EventId, MerchantId, PaymentId } from '../values/ids';
import type { AmountKes } from '../values/money';
import { isOpen, type PaymentState } from './state';
import type { Receipt } from '../values/receipt';
import type { Reference } from '../values/reference';
import type { ShortcodeNumber } from '../values/shortcode';

/**
 * How far the one push of an attempt got:
 * - `claimed`: about to leave; after a crash nobody can say more, so it counts as maybe sent;
 * - `not_sent`: provably never reached the customer, so it may be claimed anew;
 * - `refused`: Daraja said no before any prompt;
 * - `accepted`: Daraja took it and gave a CheckoutRequestID;
 * - `unknown`: the answer was lost or unclear.
 */
export type PushStatus = 'claimed' | 'not_sent' | 'refused' | 'accepted' | 'unknown';

/** One STK push for a payment; at most one is ever open. */
export interface Attempt {
  readonly attemptId: AttemptId;
  /** SHA-256 of the token in the callback address; the token itself is never stored. */
  readonly callbackTokenHash: string;
  /** Tokens of earlier claims that Daraja said it had not acted on; it may have been wrong. */
  readonly formerTokenHashes: readonly string[];
  readonly status: PushStatus;
  readonly claimedAtMs: number;
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

export type DeliveryStatus = 'pending' | 'delivered' | 'parked';

/** What the merchant is told: written in the same document write as what it tells of. */
export interface OutboxEvent {
  readonly eventId: EventId;
  readonly type: PaymentEventType;
  /** Rises by one per payment, so that a receiver can drop what is older than it has seen. */
  readonly sequence: number;
  readonly createdAtMs: number;
  /** The exact JSON body, so that every delivery is signed over the same bytes. */
  readonly body: string;
  readonly status: DeliveryStatus;
  readonly deliveredAtMs: number | null;
}

/** What a merchant asked for; none of it ever changes (M7). */
export interface PaymentOrder {
  readonly paymentId: PaymentId;
  readonly merchantId: MerchantId;
  readonly shortcode: ShortcodeNumber;
  readonly amountKes: AmountKes;
  readonly reference: Reference;
  readonly description: string | null;
  readonly phoneMasked: string;
  readonly createdAtMs: number;
  /** After this the customer has gone: a prompt that has not left by then never does. */
  readonly promptBeforeAtMs: number;
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
  readonly attempts: readonly Attempt[];
  readonly evidence: readonly Evidence[];
  readonly history: readonly HistoryEntry[];
  readonly outbox: readonly OutboxEvent[];
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
    attempts: [],
    evidence: [],
    history: [],
    outbox: [],
  };
}

/**
 * While money may still move, no second payment with that reference may be asked for. One that had
 * been decided gave its reference up, and somebody else may hold it since.
 */
export function holdsReference({ state, history }: Payment): boolean {
  return isOpen(state) && history.every(({ to }) => isOpen(to));
}

/** The attempt whose prompt may be on the phone, or null before the first claim. */
export function currentAttempt(payment: Payment): Attempt | null {
  return payment.attempts.at(-1) ?? null;
}

/**
 * Daraja said that it had not acted on the push, and yet called back with its token: somebody was
 * prompted, and nobody may be again.
 */
export function promptedAfterAll(payment: Payment): Payment {
  const attempts = payment.attempts.map((attempt) =>
    attempt.status === 'not_sent' || attempt.status === 'refused'
      ? { ...attempt, status: 'unknown' as const }
      : attempt,
  );
  return { ...payment, attempts };
}

/** When the prompt may first have been shown; null while provably none was. */
export function promptedAtMs(payment: Payment): number | null {
  const attempt = currentAttempt(payment);
  if (!attempt || attempt.status === 'not_sent' || attempt.status === 'refused') return null;
  return attempt.answeredAtMs ?? attempt.claimedAtMs;
}

/** Whose callback a token proves: this attempt's, by its latest claim or by an earlier one. */
export function isTokenOf(attempt: Attempt, tokenHash: string): boolean {
  return attempt.callbackTokenHash === tokenHash || attempt.formerTokenHashes.includes(tokenHash);
}

/**
 * Notes the CheckoutRequestID that a callback brought when the push's own answer was lost: without
 * it Safaricom cannot be asked. A later callback may name another, because the first may have been
 * made up; Daraja's own word is never replaced.
 */
export function learnCheckoutRequestId(payment: Payment, checkoutRequestId: string): Payment {
  const attempts = payment.attempts.map((attempt, index) =>
    index === payment.attempts.length - 1 && attempt.status !== 'accepted'
      ? { ...attempt, checkoutRequestId }
      : attempt,
  );
  return { ...payment, attempts };
}
