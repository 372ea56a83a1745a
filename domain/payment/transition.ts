import type { Acting } from '../machine/machine';
import type { StepBy } from '../machine/history';
import { takeStep } from '../machine/takeStep';
import { appendEvent } from '../machine/merchantEvent';
import type { FailureCode } from '../values/failures';
import { wasFailed, type Payment, type PaymentEventType } from './payment';
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
  decided_paid: 'payment.succeeded',
  decided_not_paid: 'payment.failed',
  decision_contradicted: 'payment.needs_review',
  late_success_held: 'payment.needs_review',
};

/**
 * Moves a payment by one step: state, history and the merchant's event together. `detail` is a code
 * that says more, `by` the operator who had it taken.
 * @throws InvariantError when the table has no such transition.
 */
export function move(
  payment: Payment,
  step: PaymentStep,
  detail: string | null,
  acting: Acting,
  by?: StepBy,
): Payment {
  const living = { id: payment.paymentId, state: payment.state, history: payment.history };
  const { state, history } = takeStep(PAYMENT_MACHINE, living, { step, detail, by }, acting);
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
  // What was told as failed and is paid after all is one kind of news, by whatever step.
  const isPaid = step === 'decided_paid' || step === 'proved_paid';
  if (isPaid && wasFailed({ history })) return 'payment.late_success';
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
