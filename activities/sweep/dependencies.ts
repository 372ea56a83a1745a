import type { Payment } from '../../domain/payment/payment';
import type { PaymentId } from '../../domain/values/ids';
import type { Store } from '../../store/store';
import type { BusinessEvents } from '../../telemetry/events';

/** The engine, as the sweeper needs it: the same calls as the API's. */
export interface SweepEngine {
  /** Starts the payment's workflow and says whether it had one. */
  start(payment: Payment): Promise<'started' | 'running'>;
  /** Has the payment's workflow look in its inbox; one that has ended is started again. */
  lookInInbox(paymentId: PaymentId): Promise<void>;
}

/** What the sweeper's activity works with. */
export interface SweepDependencies {
  readonly store: Pick<Store, 'payments' | 'sweepList'>;
  readonly engine: SweepEngine;
  readonly nowMs: () => number;
  readonly report: Pick<BusinessEvents, 'swept' | 'activityFailed'>;
}
