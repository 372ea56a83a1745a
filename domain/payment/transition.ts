import type { Acting } from '../machine/machine';
import { takeStep } from '../machine/takeStep';
import { appendEvent } from '../machine/merchantEvent';
import type { FailureCode } from '../values/failures';
import type { Payment, PaymentEventType } from './payment';
import { isOpen, PAYMENT_MACHINE, type PaymentState, type PaymentStep } from './state';
import { viewOf } from './view';

const ANNOUNCED: Readonly<Partial<Record<PaymentStep, PaymentEventType>>> = {
  proved_paid: 'payment.succeeded',
  late_success: 'payment.late_success',
  proved_unpaid: 'payment.failed',
  push_refused: 'payment.failed',
  prompt_abandoned: 'payment.failed',
  push_unknown: 'payment.unresolved',
  not_provable_yet: 'payment.unresolved',
  evidence_conflicts: 'payment.needs_review',
  late_conflict: 'payment.needs_review',
  horizon_passed: 'payment.needs_review',
  stopped: 'payment.needs_review',
  receipt_attached: 'payment.receipt_attached',
};

/**
 * Moves a payment by one step: state, history and the merchant's event together. `detail` is a code
 * that says more.
 * @throws InvariantError when the table has no such transition.
 */
export function move(
  payment: Payment,
  step: PaymentStep,
  detail: string | null,
  acting: Acting,
): Payment {
  const living = { id: payment.paymentId, state: payment.state, history: payment.history };
  const { state, history } = takeStep(PAYMENT_MACHINE, living, { step, detail }, acting);
  const type = announcementOf(payment, step, state);
  const verdictAtMs = state !== payment.state && type ? acting.nowMs : payment.verdictAtMs;
  // What is decided, or provably prompted nobody, leaves the phone to others.
  const holdsPhone = payment.holdsPhone && isOpen(state) && state !== 'created';
  const moved: Payment = { ...payment, state, history, verdictAtMs, holdsPhone };
  if (!type) return moved;
  return { ...moved, events: appendEvent(moved.events, type, viewOf(moved), acting) };
}

/**
 * What changes nothing for the merchant is not announced. A receipt that came late is, and so is
 * the first sighting against a refusal: it takes back the advice that asking again is safe.
 */
function announcementOf(
  { state, history }: Payment,
  step: PaymentStep,
  to: PaymentState,
): PaymentEventType | undefined {
  if (to !== state || step === 'receipt_attached') return ANNOUNCED[step];
  const isContested = state === 'failed' && step === 'evidence_conflicts';
  const isFirst = history.every((entry) => entry.step !== step || entry.from !== 'failed');
  return isContested && isFirst ? 'payment.contested' : undefined;
}

/** Ends a payment that provably never prompted anyone. */
export function refusePayment(
  payment: Payment,
  step: 'push_refused' | 'prompt_abandoned',
  failureCode: FailureCode,
  acting: Acting,
): Payment {
  return move({ ...payment, failureCode }, step, failureCode, acting);
}
