import type { ApiDependencies } from '../api/dependencies';
import type { ConfigOf } from '../config/config';
import { CallbackProof } from '../crypto/callbackProof';
import { proveAccount } from '../daraja/proveAccount';
import type { PaymentEngine } from '../engine/ports';
import { savedViews } from '../engine/savedViews';
import type { OutcomeFeed } from '../store/payments/outcomeFeed';
import type { Store } from '../store/store';
import { businessEvents } from '../telemetry/events';
import { logExchangeTo } from '../telemetry/log/exchangeLog';
import type { Logger } from '../telemetry/log/logger';
import type { Metrics } from '../telemetry/metrics/metrics';
import { doctorProbes } from './doctor';

interface ApiParts {
  readonly config: ConfigOf<'api'>;
  readonly store: Store;
  readonly outcomes: OutcomeFeed;
  readonly engine: PaymentEngine;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Aborted when the process is told to stop. */
  readonly stopping?: AbortSignal;
}

/** Gives the listeners the real things to work with. */
export function wireApi({ config, log, metrics, ...parts }: ApiParts): ApiDependencies {
  const clock = { nowMs: () => Date.now() };
  return {
    ...parts,
    proveShortcode: (shortcode) =>
      proveAccount({ clock, metrics, logExchange: logExchangeTo(log) }, shortcode),
    doctor: doctorProbes(config, { clock, metrics, logExchange: logExchangeTo(log) }),
    views: (given) => savedViews(config, given),
    callbackProof: new CallbackProof(config.CALLBACK_PROOF_KEY),
    timing: config.timing,
    log,
    metrics,
    report: businessEvents(log, metrics),
    allowPlainHttp: config.isLocal,
    trustedProxies: config.TRUSTED_PROXIES,
    callbackSources: config.CALLBACK_SOURCES,
    operationsHosts: [config.OPERATIONS_HOST, ...config.OPERATIONS_HOSTS],
    refusesTestKeys: config.HAKIKA_ENV === 'production',
  };
}
