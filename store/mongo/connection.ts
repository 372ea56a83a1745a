import { createConnection, type Connection } from 'mongoose';
import type { Secret } from '../../domain/values/secret';
import { apiKeySchema } from '../merchants/apiKeyModel';
import { callbackSchema } from '../inbox/inboxModel';
import { merchantSchema } from '../merchants/merchantModel';
import { paymentSchema } from '../payments/paymentModel';
import { shortcodeSchema } from '../merchants/shortcodeModel';
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
 * majority reads from the primary, and no silent buffering while it is away. That a write is
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

/** The collections, each under its model. */
// The models' types are mongoose's to infer from the schemas; written out they would be a copy.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function modelsOf(connection: Connection) {
  return {
    merchants: connection.model('Merchant', merchantSchema),
    shortcodes: connection.model('Shortcode', shortcodeSchema),
    apiKeys: connection.model('ApiKey', apiKeySchema),
    payments: connection.model('Payment', paymentSchema),
    callbacks: connection.model('Callback', callbackSchema),
  };
}

export type Models = ReturnType<typeof modelsOf>;
