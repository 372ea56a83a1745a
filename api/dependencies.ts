import type { PaymentTiming } from '../domain/payment/timing';
import type { CallbackProof } from '../crypto/callbackProof';
import type { OutcomeFeed } from '../store/payments/outcomeFeed';
import type { DoctorProbes } from './admin/doctor/probes';
import type { ProveShortcode } from './admin/shortcodes/proof';
import type { Store } from '../store/store';
import type { BusinessEvents } from '../telemetry/events';
import type { Logger } from '../telemetry/log/logger';
import type { Metrics } from '../telemetry/metrics/metrics';
import type { PaymentEngine } from '../engine/ports';
import type { SavedViews } from '../engine/savedViews';

/** What the listeners work with; `main.ts` wires the real ones. */
export interface ApiDependencies {
  readonly store: Pick<
    Store,
    | 'payments'
    | 'sweepList'
    | 'inbox'
    | 'events'
    | 'merchants'
    | 'shortcodes'
    | 'cursors'
    | 'apiKeys'
    | 'operators'
    | 'auditLog'
    | 'inspection'
    | 'isReachable'
  >;
  readonly outcomes: Pick<OutcomeFeed, 'nextOutcome'>;
  readonly engine: PaymentEngine;
  /** Tries the credentials of a shortcode before it is taken into service. */
  readonly proveShortcode: ProveShortcode;
  /** What the doctor looks at beyond this process. */
  readonly doctor: DoctorProbes;
  /** The saved questions to the Temporal UI. */
  readonly views: SavedViews;
  readonly callbackProof: CallbackProof;
  readonly timing: PaymentTiming;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly report: BusinessEvents;
  /** True on a developer's machine alone, where Daraja is the simulator. */
  readonly allowPlainHttp: boolean;
  readonly trustedProxies: readonly string[];
  readonly callbackSources: readonly string[];
  /** Names under which the operations listener may be called. */
  readonly operationsHosts?: readonly string[];
  /** Keys for trials, `sk_test_…`, are refused where real money moves. */
  readonly refusesTestKeys?: boolean;
  /** Aborted when the process is told to stop. */
  readonly stopping?: AbortSignal;
}
