import type { Notice } from '../domain/evidence/notice';
import type { PaymentId } from '../domain/values/ids';
import type { Payment } from '../domain/payment/payment';

/** `not_set_up` answers, but takes no payment; the remedy says what to do. */
export type EngineReadiness =
  | { readonly state: 'ready'; readonly remedy: null }
  | { readonly state: 'unavailable' | 'not_set_up'; readonly remedy: string };

/** The durable engine, as the API needs it. */
export interface PaymentEngine {
  /**
   * Starts the payment's workflow, or leaves a running one as it is.
   * @throws EngineNotSetUpError when it lacks a namespace or search attribute.
   * @throws Error when the engine does not answer.
   */
  start(payment: Payment): Promise<void>;
  /**
   * Tells a payment's workflow what Safaricom POSTed; one that has ended is started again.
   * @throws Error when the engine does not answer.
   */
  notify(paymentId: PaymentId, notice: Notice): Promise<void>;
  /** Whether a payment could be started now; answers within a few seconds. */
  readiness(): Promise<EngineReadiness>;
  /** Resolves when no call is under way, so that the connection may be closed. */
  idle(): Promise<void>;
}
