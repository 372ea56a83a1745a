import type { Payment } from '../../../domain/payment/payment';
import { viewOf, type PaymentView } from '../../../domain/payment/view';

interface TimelineEntry {
  readonly at: string;
  readonly step: string;
  readonly state: string;
  readonly detail: string | null;
}

/** A payment in an answer: what webhooks carry too, and how it came to be so. */
export interface PresentedPayment extends PaymentView {
  readonly timeline: readonly TimelineEntry[];
}

export function presentPayment(payment: Payment): PresentedPayment {
  const timeline = payment.history.map(({ atMs, step, to, detail }) => ({
    at: new Date(atMs).toISOString(),
    step,
    state: to,
    detail,
  }));
  return { ...viewOf(payment), timeline };
}
