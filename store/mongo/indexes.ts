import type { Connection } from 'mongoose';

interface IndexRule {
  readonly collection: string;
  readonly name: string;
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: boolean;
  readonly partialFilterExpression?: Readonly<Record<string, unknown>>;
}

/** The database's own guards. Without each of these a promise of Hakika would be only a wish. */
export const INDEXES: readonly IndexRule[] = [
  { collection: 'apiKeys', name: 'api_key_hash', key: { hash: 1 }, unique: true },
  { collection: 'shortcodes', name: 'shortcode_owner', key: { merchantId: 1 } },
  {
    collection: 'payments',
    name: 'idempotency_key',
    key: { merchantId: 1, idempotencyKey: 1 },
    unique: true,
  },
  {
    collection: 'payments',
    name: 'open_reference',
    key: { merchantId: 1, reference: 1 },
    unique: true,
    partialFilterExpression: { open: true },
  },
  {
    collection: 'payments',
    name: 'receipt',
    key: { receipt: 1 },
    unique: true,
    partialFilterExpression: { receipt: { $type: 'string' } },
  },
  {
    collection: 'payments',
    name: 'checkout_request',
    key: { 'attempts.checkoutRequest.hash': 1 },
    unique: true,
    partialFilterExpression: { 'attempts.checkoutRequest.hash': { $type: 'string' } },
  },
  {
    collection: 'callbacks',
    name: 'callback_body',
    key: { paymentId: 1, bodyHash: 1 },
    unique: true,
  },
];

/** Creates what is missing. Run by the explicit set-up step, never by a starting server. */
export async function createIndexes(connection: Connection): Promise<void> {
  for (const { collection, key, ...options } of INDEXES) {
    await connection.collection(collection).createIndex(key, options);
  }
}

/** The names of required indexes that are absent or defined otherwise. */
export async function missingIndexes(connection: Connection): Promise<string[]> {
  const missing: string[] = [];
  for (const collection of new Set(INDEXES.map((rule) => rule.collection))) {
    const present = await listIndexes(connection, collection);
    for (const rule of INDEXES.filter((index) => index.collection === collection)) {
      if (!present.some((index) => isSameIndex(index, rule))) {
        missing.push(`${collection}.${rule.name}`);
      }
    }
  }
  return missing;
}

type PresentIndex = Record<string, unknown>;

async function listIndexes(connection: Connection, name: string): Promise<PresentIndex[]> {
  const [exists] = await connection
    .listCollections()
    .then((all) => all.filter((c) => c.name === name));
  return exists ? connection.collection(name).indexes() : [];
}

function isSameIndex(index: PresentIndex, rule: IndexRule): boolean {
  const filter = rule.partialFilterExpression ?? null;
  return (
    index['name'] === rule.name &&
    JSON.stringify(index['key']) === JSON.stringify(rule.key) &&
    Boolean(index['unique']) === (rule.unique ?? false) &&
    JSON.stringify(index['partialFilterExpression'] ?? null) === JSON.stringify(filter)
  );
}
