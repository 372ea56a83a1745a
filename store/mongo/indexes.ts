import type { Connection } from 'mongoose';

interface IndexRule {
  readonly collection: string;
  readonly name: string;
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: boolean;
  readonly partialFilterExpression?: Readonly<Record<string, unknown>>;
}

/** The database's own guards. Without each of these a promise of Hakika would be only a wish. */
export const GUARD_INDEXES: readonly IndexRule[] = [
  { collection: 'apiKeys', name: 'api_key_hash', key: { hash: 1 }, unique: true },
  { collection: 'auditEntries', name: 'audit_seq', key: { seq: 1 }, unique: true },
  {
    collection: 'operators',
    name: 'first_operator',
    key: { isFirst: 1 },
    unique: true,
    partialFilterExpression: { isFirst: true },
  },
  {
    collection: 'moneyRecords',
    name: 'idempotency_key',
    key: { merchantId: 1, idempotencyKey: 1 },
    unique: true,
    partialFilterExpression: { idempotencyKey: { $type: 'string' } },
  },
  {
    collection: 'moneyRecords',
    name: 'open_reference',
    key: { merchantId: 1, reference: 1 },
    unique: true,
    partialFilterExpression: { open: true },
  },
  {
    collection: 'moneyRecords',
    name: 'receipt',
    key: { receipt: 1 },
    unique: true,
    partialFilterExpression: { receipt: { $type: 'string' } },
  },
  {
    collection: 'moneyRecords',
    name: 'checkout_request',
    key: { 'push.checkoutRequest.hash': 1 },
    unique: true,
    partialFilterExpression: { 'push.checkoutRequest.hash': { $type: 'string' } },
  },
  {
    collection: 'moneyRecords',
    name: 'held_phone',
    key: { 'phone.hash': 1 },
    unique: true,
    partialFilterExpression: { holdsPhone: true },
  },
  {
    collection: 'inbox',
    name: 'arrival_body',
    key: { 'owner.id': 1, 'owner.kind': 1, source: 1, bodyHash: 1 },
    unique: true,
  },
];

/** Indexes that only make questions fast: a server starts without them; `npm run setup` adds. */
export const QUERY_INDEXES: readonly IndexRule[] = [
  { collection: 'shortcodes', name: 'shortcode_owner', key: { merchantId: 1 } },
  {
    collection: 'moneyRecords',
    name: 'sweep_due',
    key: { sweepAt: 1 },
    partialFilterExpression: { sweepAt: { $type: 'date' } },
  },
  // The newest first: an id begins with the time at which it was made.
  {
    collection: 'moneyRecords',
    name: 'merchant_records',
    key: { merchantId: 1, _id: -1 },
  },
  // For operators, who look across merchants.
  {
    collection: 'moneyRecords',
    name: 'phone_records',
    key: { 'phone.hash': 1, _id: -1 },
  },
  {
    collection: 'moneyRecords',
    name: 'reference_records',
    key: { reference: 1, _id: -1 },
  },
  {
    collection: 'moneyRecords',
    name: 'merchant_events',
    key: { merchantId: 1, 'events.eventId': -1 },
  },
];

/** Creates what is missing. Run by the explicit set-up step, never by a starting server. */
export async function createIndexes(connection: Connection): Promise<void> {
  for (const { collection, key, ...options } of [...GUARD_INDEXES, ...QUERY_INDEXES]) {
    await connection.collection(collection).createIndex(key, options);
  }
}

/** The names of guards that are absent or defined otherwise. */
export async function missingGuards(connection: Connection): Promise<string[]> {
  return missingOf(GUARD_INDEXES, connection);
}

/** The names of those that only make questions fast, where absent or defined otherwise. */
export async function missingQueryIndexes(connection: Connection): Promise<string[]> {
  return missingOf(QUERY_INDEXES, connection);
}

async function missingOf(rules: readonly IndexRule[], connection: Connection): Promise<string[]> {
  const missing: string[] = [];
  for (const collection of new Set(rules.map((rule) => rule.collection))) {
    const present = await listIndexes(connection, collection);
    for (const rule of rules.filter((index) => index.collection === collection)) {
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
