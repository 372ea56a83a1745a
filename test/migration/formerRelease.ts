import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BSON } from 'mongodb';
import type { Connection } from 'mongoose';
import type { Config } from '../../config/config';
import type { Keyring } from '../../crypto/keyring';
import { sha256 } from '../../crypto/sha256';
import { testConfig } from '../kit/testConfig';

/** A document of the former release as the driver hands it over. */
export type Former = Record<string, unknown> & { _id: string };

/** One of its payments, with what only its merchant and its customer knew. */
export interface MadePayment {
  readonly name: string;
  readonly paymentId: string;
  readonly request: { readonly phone: string; readonly reference: string };
  readonly idempotencyKey: string;
}

type CollectionName = 'payments' | 'callbacks' | 'merchants' | 'shortcodes' | 'apiKeys';

/** What the former release wrote: see fixtures/README.md for how it was made. */
export interface FormerDatabase {
  readonly testOnlyKeys: Readonly<Record<string, string>>;
  readonly apiKey: string;
  readonly merchantId: string;
  readonly made: readonly MadePayment[];
  readonly indexes: Readonly<Record<string, readonly { key: object; name: string }[]>>;
  readonly collections: Record<CollectionName | 'schemaVersion', Former[]>;
}

const FILE = join(__dirname, 'fixtures', 'formerRelease.json');

export function formerDatabase(): FormerDatabase {
  return BSON.EJSON.parse(readFileSync(FILE, 'utf8')) as FormerDatabase;
}

/** Settings with a database of their own, and the keys that sealed what the fixtures hold. */
export function formerConfig(
  { testOnlyKeys }: FormerDatabase,
  overrides: Readonly<Record<string, string>> = {},
): Config {
  const { encryptionKeyId, encryptionKey, lookupHashKey = '' } = testOnlyKeys;
  return testConfig({
    ENCRYPTION_KEYS: `${encryptionKeyId}:${encryptionKey}`,
    LOOKUP_HASH_KEY: lookupHashKey,
    ...overrides,
  });
}

/** Writes the documents and indexes into an empty database. */
export async function writeFormer(raw: Connection, former: FormerDatabase): Promise<void> {
  for (const [name, documents] of Object.entries(former.collections)) {
    if (documents.length > 0) await raw.collection(name).insertMany(documents as never[]);
    for (const { key, ...options } of former.indexes[name] ?? []) {
      await raw.collection(name).createIndex(key as never, options);
    }
  }
}

/** The fixtures as if they had been written just now, their histories chained as they were then. */
export function shiftedToNow(former: FormerDatabase): FormerDatabase {
  const { payments } = former.collections;
  const latest = Math.max(...payments.map(({ createdAt }) => (createdAt as Date).getTime()));
  const shifted = shift(former, Date.now() - latest) as FormerDatabase;
  for (const payment of shifted.collections.payments) chainAsFormer(payment);
  return shifted;
}

function shift(value: unknown, byMs: number): unknown {
  if (value instanceof Date) return new Date(value.getTime() + byMs);
  if (Array.isArray(value)) return value.map((item) => shift(item, byMs));
  if (value === null || typeof value !== 'object' || '_bsontype' in value) return value;
  const entries = Object.entries(value).map(([name, field]) => [name, shift(field, byMs)]);
  return Object.fromEntries(entries) as unknown;
}

/** How the former release hashed the lines of a history. */
function chainAsFormer(payment: Former): void {
  let previous = '';
  for (const entry of payment['history'] as Record<string, unknown>[]) {
    const { sequence, event, from, to, detail } = entry;
    const atMs = (entry['at'] as Date).getTime();
    const covered = [payment._id, sequence, event, from, to, atMs, detail, previous];
    entry['previousHash'] = previous;
    previous = sha256(JSON.stringify(covered));
    entry['hash'] = previous;
  }
}

/** Gives a payment's attempt another handle of Daraja's, sealed as the former release did. */
export function withHandle(payment: Former, checkoutRequestId: string, keyring: Keyring): void {
  const [attempt] = payment['attempts'] as Record<string, unknown>[];
  if (attempt === undefined) throw new Error('The payment has no attempt.');
  attempt['checkoutRequest'] = {
    sealed: keyring.seal(checkoutRequestId, 'checkoutRequestId'),
    hash: keyring.lookupHash(checkoutRequestId, 'checkoutRequestId'),
  };
}
