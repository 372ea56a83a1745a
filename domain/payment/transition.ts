import type { FailureCode } from '../values/failures';
import { appendHistory, type Sha256 } from '../machine/history';
import type { NewId } from '../values/ids';
import { outboxEvent } from './event';
import type { Payment, PaymentEventType } from './payment';
import { nextState, type PaymentEvent, type PaymentState } from './state';

/** What the host brings, since the domain imports nothing. */
export interface DomainHost {
  readonly sha256: Sha256;
  readonly newId: NewId;
}

export function isLegal(state: PaymentState, event: PaymentEvent): boolean {
  return nextState(state, event) !== 'never';
}

const ANNOUNCED: Readonly<Partial<Record<PaymentEvent, PaymentEventType>>> = {
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
  receipt_attached: 'payment.receipt_attached',
};

/**
 * Moves a payment by one event: state, history and the merchant's event together.
 * @throws InvariantError when the table has no such transition.
 */
export function move(
  payment: Payment,
  event: PaymentEvent,
  detail: string | null,
  context: { readonly nowMs: number },
  host: DomainHost,
): Payment {
  const { paymentId, state: from } = payment;
  const history = appendHistory(
    payment.history,
    { paymentId, from, event, atMs: context.nowMs, detail },
    host.sha256,
  );
  const to = history.at(-1)?.to ?? from;
  const type = announcementOf(payment, event, to);
  const verdictAtMs = to !== from && type ? context.nowMs : payment.verdictAtMs;
  const moved: Payment = { ...payment, state: to, history, verdictAtMs };
  if (!type) return moved;
  return {
    ...moved,
    outbox: [...moved.outbox, outboxEvent(moved, type, context.nowMs, host.newId)],
  };
}

/**
 * What changes nothing for the merchant is not announced. A receipt that came late is, and so is
 * the first claim against a refusal: it takes back the advice that asking again is safe.
 */
function announcementOf(
  { state, history }: Payment,
  event: PaymentEvent,
  to: PaymentState,
): PaymentEventType | undefined {
  if (to !== state || event === 'receipt_attached') return ANNOUNCED[event];
  const isContested = state === 'failed' && event === 'evidence_conflicts';
  const isFirst = history.every((entry) => entry.event !== event || entry.from !== 'failed');
  return isContested && isFirst ? 'payment.contested' : undefined;
}

/** Ends a payment that provably never prompted anyone. */
export function refusePayment(
  payment: Payment,
  event: 'push_refused' | 'prompt_abandoned',
  failureCode: FailureCode,
  nowMs: number,
  host: DomainHost,
): Payment {
  return move({ ...payment, failureCode }, event, failureCode, { nowMs }, host);
}
