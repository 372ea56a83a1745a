import { randomBytes } from 'node:crypto';
import type { ActivityDependencies } from '../activities/dependencies';
import { createWebhookSender } from '../webhooks/sender';
import type { ConfigOf } from '../config/config';
import { createDarajaClient } from '../daraja/client';
import { DARAJA_LIMITS } from '../daraja/http/limits';
import { raceAddresses } from '../daraja/http/raceAddresses';
import type { PhoneRules } from '../domain/payment/phone';
import { Secret } from '../domain/values/secret';
import { CallbackProof } from '../crypto/callbackProof';
import { newId } from '../crypto/newId';
import { sha256 } from '../crypto/sha256';
import type { Store } from '../store/store';
import { logExchangeTo } from '../telemetry/log/exchangeLog';
import { businessEvents } from '../telemetry/events';
import type { Logger } from '../telemetry/log/logger';
import type { Metrics } from '../telemetry/metrics/metrics';
import type { SweepEngine } from '../activities/sweep/dependencies';
import { callbackAddresses } from './callbackAddresses';

const TOKEN_BYTES = 32;
const SECOND_MS = 1000;

interface WiredActivities {
  readonly deps: ActivityDependencies;
  close(): Promise<void>;
}

interface Parts {
  readonly config: ConfigOf<'worker'>;
  readonly store: Store;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly engine: SweepEngine;
}

/** Gives the activities the real things to work with. */
export function wireActivities({ config, store, log, metrics, engine }: Parts): WiredActivities {
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
    engine,
    webhooks,
    addresses: callbackAddresses(
      config.CALLBACK_BASE_URL,
      new CallbackProof(config.CALLBACK_PROOF_KEY),
    ),
    host: { sha256, newId },
    timing: config.timing,
    phoneRules: phoneRulesOf(config),
    allowPlainHttp: config.isLocal,
    newToken: () => new Secret(randomBytes(TOKEN_BYTES).toString('base64url')),
    nowMs,
    report: businessEvents(log, metrics),
  };
  return {
    deps,
    close: async () => {
      await daraja.close();
      await webhooks.close();
    },
  };
}

function phoneRulesOf(config: ConfigOf<'worker'>): PhoneRules {
  return {
    waitMs: config.PHONE_WAIT_SECONDS * SECOND_MS,
    pauseMs: config.PHONE_PAUSE_SECONDS * SECOND_MS,
    perTenMinutes: config.PHONE_PROMPTS_PER_TEN_MINUTES,
    perDay: config.PHONE_PROMPTS_PER_DAY,
  };
}
