import { randomBytes } from 'node:crypto';
import type { ActivityDependencies } from '../activities/dependencies';
import { createWebhookSender } from '../activities/webhookSender';
import type { Config } from '../config/config';
import { createDarajaClient } from '../daraja/client';
import { DARAJA_LIMITS } from '../daraja/limits';
import { Secret } from '../domain/secret';
import type { StoreOptions } from '../store/connection';
import { Keyring } from '../store/keyring';
import { newId } from '../store/newId';
import { sha256 } from '../store/sha256';
import type { Store } from '../store/store';
import { logExchangeTo } from '../telemetry/exchangeLog';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import { callbackAddresses } from './callbackAddresses';

const TOKEN_BYTES = 32;

export function createKeyring(config: Config): Keyring {
  return new Keyring(config.ENCRYPTION_KEYS, config.PHONE_HASH_KEY);
}

/** How a process opens its store; commands are counted only where someone asked for it. */
export function storeOptions(config: Config, metrics: Metrics): StoreOptions {
  const { MONGODB_URI: uri, MONGODB_DATABASE: database, MONGODB_MAX_POOL_SIZE } = config;
  const base = { uri, database, maxPoolSize: MONGODB_MAX_POOL_SIZE };
  if (!config.COUNT_STORE_COMMANDS) return base;
  return { ...base, countCommand: (kind, command) => metrics.storeCommands.inc({ kind, command }) };
}

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
  const webhooks = createWebhookSender({ allowPrivate: config.isLocal, nowMs });
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
    onDelivery: (event, { kind: outcome, ...why }) => {
      metrics.webhookDeliveries.inc({ outcome });
      log.info({ ...event, outcome, ...why }, 'webhook delivery');
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
