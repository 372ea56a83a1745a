import type { Notice } from '../domain/evidence/notice';
import type { PaymentId } from '../domain/values/ids';
import type { Payment } from '../domain/payment/payment';

/** The durable engine, as the API needs it. */
export interface PaymentEngine {
  /**
   * Starts the payment's workflow, or leaves a running one as it is.
   * @throws Error when the engine does not answer.
   */
  start(payment: Payment): Promise<void>;
  /**
   * Tells a payment's workflow what Safaricom POSTed; one that has ended is started again.
   * @throws Error when the engine does not answer.
   */
  notify(paymentId: PaymentId, notice: Notice): Promise<void>;
  isReachable(): Promise<boolean>;
}
