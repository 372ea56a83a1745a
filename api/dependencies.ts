import type { PaymentTiming } from '../domain/payment/timing';
import type { CallbackProof } from '../crypto/callbackProof';
import type { OutcomeFeed } from '../store/payments/outcomeFeed';
import type { Store } from '../store/store';
import type { BusinessEvents } from '../telemetry/events';
import type { Logger } from '../telemetry/log/logger';
import type { Metrics } from '../telemetry/metrics/metrics';
import type { PaymentEngine } from '../engine/ports';

/** What the listeners work with; `main.ts` wires the real ones. */
export interface ApiDependencies {
  readonly store: Pick<Store, 'payments' | 'inbox' | 'merchants' | 'shortcodes' | 'isReachable'>;
  readonly outcomes: Pick<OutcomeFeed, 'nextOutcome'>;
  readonly engine: PaymentEngine;
  readonly callbackProof: CallbackProof;
  readonly timing: PaymentTiming;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly report: BusinessEvents;
  /** True on a developer's machine alone, where Daraja is the simulator. */
  readonly allowPlainHttp: boolean;
  readonly trustedProxies: readonly string[];
  readonly callbackSources: readonly string[];
  /** Aborted when the process is told to stop. */
  readonly stopping?: AbortSignal;
}
