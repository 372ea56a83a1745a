import type { ConfigOf } from '../config/config';
import { Keyring } from '../crypto/keyring';
import type { StoreOptions } from '../store/mongo/connection';
import type { Metrics } from '../telemetry/metrics/metrics';

export function createKeyring(config: ConfigOf<'setup'>): Keyring {
  return new Keyring(config.ENCRYPTION_KEYS, config.LOOKUP_HASH_KEY);
}

/** How a process opens its store; commands are counted only where the settings ask for it. */
export function storeOptions(config: ConfigOf<'setup'>, metrics: Metrics): StoreOptions {
  const { MONGODB_URI: uri, MONGODB_DATABASE: database, MONGODB_MAX_POOL_SIZE } = config;
  const base = { uri, database, maxPoolSize: MONGODB_MAX_POOL_SIZE };
  if (!config.COUNT_STORE_COMMANDS) return base;
  return { ...base, countCommand: (kind, command) => metrics.storeCommands.inc({ kind, command }) };
}
