import { createConnection, type Connection, type Model } from 'mongoose';
import type { Secret } from '../../domain/values/secret';
import { recordSchema } from './recordSchema';
import { countCommands, type CountCommand } from './commandCounter';

export interface StoreOptions {
  readonly uri: Secret<string>;
  readonly database: string;
  readonly maxPoolSize: number;
  /** Told of every command, for the metrics and the budget. */
  readonly countCommand?: CountCommand;
}

/** How soon a server that stopped answering is taken for dead. */
const HEARTBEAT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 5_000;
const WRITE_CONCERN_TIMEOUT_MS = 5_000;
/** Above that of the write concern, so that a slow majority is told apart from a dead server. */
const ANSWER_TIMEOUT_MS = 6_000;

/**
 * Opens the database with the settings on which the promises rest: majority writes to the journal,
 * majority reads from the primary, and no silent buffering while it is unavailable. That a write is
 * retried once is the driver's default, and no promise rests on it: the address may turn it off.
 */
export async function connectDatabase(
  options: StoreOptions,
  answerTimeoutMs = ANSWER_TIMEOUT_MS,
): Promise<Connection> {
  const connection = createConnection(options.uri.expose(), {
    dbName: options.database,
    maxPoolSize: options.maxPoolSize,
    writeConcern: { w: 'majority', j: true, wtimeoutMS: WRITE_CONCERN_TIMEOUT_MS },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    serverSelectionTimeoutMS: CONNECT_TIMEOUT_MS,
    socketTimeoutMS: answerTimeoutMs,
    heartbeatFrequencyMS: HEARTBEAT_MS,
    monitorCommands: options.countCommand !== undefined,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    sanitizeFilter: true,
  });
  await connection.asPromise();
  if (options.countCommand) countCommands(connection.getClient(), options.countCommand);
  return connection;
}

/**
 * The collections. `moneyRecords` holds every document that can hold a receipt of M-Pesa, whatever
 * its kind, so that one unique index keeps a receipt on one of them for good.
 */
const COLLECTIONS = [
  'merchants',
  'shortcodes',
  'apiKeys',
  'operators',
  'auditEntries',
  'moneyRecords',
  'inbox',
] as const;

export type Models = Readonly<Record<(typeof COLLECTIONS)[number], Model<{ _id: string }>>>;

export function modelsOf(connection: Connection): Models {
  const models = COLLECTIONS.map((name): [string, Model<{ _id: string }>] => [
    name,
    connection.model<{ _id: string }>(name, recordSchema(name)),
  ]);
  return Object.fromEntries(models) as Models;
}
