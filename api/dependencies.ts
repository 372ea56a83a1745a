import type { PaymentTiming } from '../domain/timing';
import type { Keyring } from '../store/keyring';
import type { OutcomeFeed } from '../store/outcomeFeed';
import type { Store } from '../store/store';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import type { PaymentEngine } from './ports';

/** What the listeners work with; `main.ts` wires the real ones. */
export interface ApiDependencies {
  readonly store: Pick<
    Store,
    'payments' | 'callbacks' | 'merchants' | 'shortcodes' | 'isReachable'
  >;
  readonly outcomes: Pick<OutcomeFeed, 'nextOutcome'>;
  readonly engine: PaymentEngine;
  readonly keyring: Keyring;
  readonly timing: PaymentTiming;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly trustedProxies: readonly string[];
  readonly callbackSources: readonly string[];
}
