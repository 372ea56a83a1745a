import { randomBytes } from 'node:crypto';
import type { ActivityDependencies } from '../activities/dependencies';
import { createWebhookSender } from '../webhooks/sender';
import type { Config } from '../config/config';
import { createDarajaClient } from '../daraja/client';
import { DARAJA_LIMITS } from '../daraja/http/limits';
import { raceAddresses } from '../daraja/http/raceAddresses';
import { Secret } from '../domain/values/secret';
import { type Keyring } from '../crypto/keyring';
import { newId } from '../crypto/newId';
import { sha256 } from '../crypto/sha256';
import type { Store } from '../store/store';
import { logExchangeTo } from '../telemetry/log/exchangeLog';
import type { Logger } from '../telemetry/log/logger';
import type { Metrics } from '../telemetry/metrics/metrics';
import { callbackAddresses } from './callbackAddresses';

const TOKEN_BYTES = 32;

interface WiredActivities {
  readonly deps: ActivityDependencies;
  close(): Promise<void>;
}

interface Parts {
  readonly config: Config;
  readonly keyring: Keyring;
  readonly store: Store;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Gives the activities the real things to work with. */
export function wireActivities({ config, keyring, store, log, metrics }: Parts): WiredActivities {
  const nowMs = () => Date.now();
  const daraja = createDarajaClient(
    { clock: { nowMs }, metrics, logExchange: logExchangeTo(log) },
    DARAJA_LIMITS,
  );
  const webhooks = createWebhookSender({
    allowPrivate: config.isLocal,
    connectorFor: raceAddresses,
    nowMs,
  });
  const deps: ActivityDependencies = {
    store,
    daraja,
    webhooks,
    addresses: callbackAddresses(config.CALLBACK_BASE_URL, keyring),
    host: { sha256, newId },
    timing: config.timing,
    allowPlainHttp: config.isLocal,
    newToken: () => new Secret(randomBytes(TOKEN_BYTES).toString('base64url')),
    nowMs,
    onSettled: (state) => metrics.paymentsSettled.inc({ state }),
    onDelivery: (event, { kind: result, ...why }) => {
      metrics.webhookDeliveries.inc({ result });
      log.info({ ...event, result, ...why }, 'webhook delivery');
    },
    onFailure: (activity, paymentId, error) =>
      log.warn({ activity, paymentId, err: error }, 'activity failed'),
  };
  return {
    deps,
    close: async () => {
      await daraja.close();
      await webhooks.close();
    },
  };
}
