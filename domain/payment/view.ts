import { failureOf, retryOf, type Failure, type FailureCode, type Retry } from '../values/failures';
import type { Grade } from '../evidence/evidence';
import { sightings } from '../evidence/sightings';
import type { Payment } from './payment';
import { isOpen, type PaymentState } from './state';

/** What keeps the prompt of a payment from leaving, and until when it is waited for. */
export interface Waiting {
  readonly for: 'phone';
  readonly until: string;
}

/** A payment as merchants see it, in the API and in webhooks. Times are ISO 8601, in UTC. */
export interface PaymentView {
  readonly id: string;
  readonly object: 'payment';
  readonly state: PaymentState;
  readonly amountKes: number;
  readonly phone: string;
  readonly reference: string;
  readonly description: string | null;
  readonly shortcode: string;
  readonly receipt: string | null;
  readonly grade: Grade | null;
  readonly failure: Failure | null;
  readonly retry: Retry | null;
  readonly waiting: Waiting | null;
  readonly createdAt: string;
  readonly outcomeAt: string | null;
}

/** The failure of a state other than success: a decided one's own, or what an open one means. */
export function failureCodeOf(payment: Payment): FailureCode | null {
  if (payment.state === 'failed') {
    // Somebody has paid after all, or says so: until that is decided nobody may pay again. What a
    // person decided over such words says the same of paying again.
    const isReviewed = payment.failureCode === 'decided_not_paid';
    const isSeen = !isReviewed && sightings(payment.evidence).length > 0;
    return isSeen ? 'outcome_unknown' : payment.failureCode;
  }
  if (payment.state === 'unresolved') return 'outcome_unknown';
  return payment.state === 'needs_review' ? 'needs_review' : null;
}

/** The phone is masked here as everywhere: the merchant knows the number, logs need not. */
export function viewOf(payment: Payment): PaymentView {
  const code = failureCodeOf(payment);
  const verdictAtMs = payment.verdictAtMs ?? payment.createdAtMs;
  return {
    id: payment.paymentId,
    object: 'payment',
    state: payment.state,
    amountKes: payment.amountKes,
    phone: payment.phoneMasked,
    reference: payment.reference,
    description: payment.description,
    shortcode: payment.shortcode,
    receipt: payment.receipt,
    grade: payment.grade,
    failure: code && failureOf(code),
    retry: code && retryOf(code, verdictAtMs, notBeforeOf(payment, code)),
    waiting: waitingOf(payment),
    createdAt: new Date(payment.createdAtMs).toISOString(),
    outcomeAt: isOpen(payment.state) ? null : new Date(verdictAtMs).toISOString(),
  };
}

/** The time that is known of this very payment, for the failure that it goes with. */
function notBeforeOf({ failureCode, retryNotBeforeMs }: Payment, shown: FailureCode) {
  return shown === failureCode ? retryNotBeforeMs : null;
}

/** A prompt is open on the phone: which, and whose, is nobody else's business. */
function waitingOf({ state, phoneWaitUntilMs }: Payment): Waiting | null {
  if (state !== 'created' || phoneWaitUntilMs === null) return null;
  return { for: 'phone', until: new Date(phoneWaitUntilMs).toISOString() };
}
