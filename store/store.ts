import type { Connection } from 'mongoose';
import { Events } from './events/events';
import { Inbox } from './inbox/inbox';
import { assertSameKeys } from './mongo/keyProbe';
import { connectDatabase, modelsOf, type StoreOptions } from './mongo/connection';
import { Cursors } from '../crypto/cursors';
import { AuditLog } from './audit/auditLog';
import type { Keyring } from '../crypto/keyring';
import { ApiKeys } from './keys/apiKeys';
import { Merchants } from './merchants/merchants';
import { SweepList } from './payments/sweepList';
import { Operators } from './operators/operators';
import { OutcomeFeed } from './payments/outcomeFeed';
import { Payments } from './payments/payments';
import type { Migrated, Progress } from './mongo/migrations';
import { StoreInspection } from './mongo/inspection';
import { assertFitDatabase, setUpDatabase } from './mongo/preflight';
import { Shortcodes } from './merchants/shortcodes';

/** An index over years of payments takes its time to build. */
const INDEX_BUILD_TIMEOUT_MS = 3_600_000;

/** Everything that is kept, in one place. */
export interface Store {
  readonly payments: Payments;
  readonly sweepList: SweepList;
  readonly inbox: Inbox;
  readonly events: Events;
  readonly merchants: Merchants;
  readonly shortcodes: Shortcodes;
  /** Places in lists, sealed against changes. */
  readonly cursors: Cursors;
  readonly apiKeys: ApiKeys;
  readonly operators: Operators;
  readonly auditLog: AuditLog;
  /** What can be wrong with the database itself. */
  readonly inspection: StoreInspection;
  /** Wakes who waits for an outcome. */
  outcomeFeed(onBreak: (error: Error) => void): OutcomeFeed;
  /** Says whether the database answers now. */
  isReachable(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Opens a database that is set up and fit.
 * @throws UnfitDatabaseError when it could not keep Hakika's promises.
 * @throws WrongKeyError when what is kept could not be read with these keys.
 */
export async function openStore(options: StoreOptions, keyring: Keyring): Promise<Store> {
  const connection = await connectDatabase(options);
  try {
    await assertFitDatabase(connection);
    await assertSameKeys(connection, keyring);
  } catch (error) {
    await connection.close();
    throw error;
  }
  return storeOn(connection, keyring);
}

/** The explicit set-up step: migrations and indexes. Safe to repeat. */
export async function setUpStore(
  options: StoreOptions,
  progress: Progress = () => undefined,
): Promise<Migrated> {
  const connection = await connectDatabase(options, INDEX_BUILD_TIMEOUT_MS);
  try {
    return await setUpDatabase(connection, progress);
  } finally {
    await connection.close();
  }
}

function storeOn(connection: Connection, keyring: Keyring): Store {
  const models = modelsOf(connection);
  const events = new Events(models);
  const operators = new Operators(models);
  const apiKeys = new ApiKeys(models, operators);
  return {
    payments: new Payments(models, keyring, events),
    sweepList: new SweepList(models),
    events,
    inbox: new Inbox(models, keyring),
    merchants: new Merchants(models, keyring, apiKeys),
    shortcodes: new Shortcodes(models, keyring),
    cursors: new Cursors(keyring),
    apiKeys,
    operators,
    auditLog: new AuditLog(models),
    inspection: new StoreInspection(connection),
    outcomeFeed: (onBreak) => new OutcomeFeed(models, onBreak),
    isReachable: () => answers(connection),
    async close() {
      await apiKeys.flushUses();
      await connection.close();
    },
  };
}

const PING_TIMEOUT_MS = 2_000;

async function answers(connection: Connection): Promise<boolean> {
  try {
    await connection.getClient().db('admin').command({ ping: 1 }, { timeoutMS: PING_TIMEOUT_MS });
    return true;
  } catch {
    // Unreachable is the answer that readiness asked for, not a failure of asking.
    return false;
  }
}
