import type { z } from 'zod';
import type { Payment } from '../../../domain/payment/payment';
import { viewOf } from '../../../domain/payment/view';
import type { paymentSchema } from './paymentSchema';

export type PresentedPayment = z.infer<typeof paymentSchema>;

export function presentPayment(payment: Payment): PresentedPayment {
  const timeline = payment.history.map(({ atMs, step, to, detail }) => ({
    at: new Date(atMs).toISOString(),
    step,
    state: to,
    detail,
  }));
  return { ...viewOf(payment), timeline };
}
