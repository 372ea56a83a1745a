import type { Connection } from 'mongoose';
import { z } from 'zod';
import { createIndexes, missingGuards } from './indexes';
import { migrate, type Migrated, type Progress } from './migrations';
import { readSchemaMark, schemaFault, SCHEMA_VERSION, versionFault } from './schemaVersion';

/** The database cannot keep Hakika's promises; the message names what is wrong and the remedy. */
export class UnfitDatabaseError extends Error {
  override readonly name = 'UnfitDatabaseError';
}

const helloSchema = z.object({ setName: z.string().optional() });
const serverStatusSchema = z.object({
  storageEngine: z.object({ name: z.string(), persistent: z.boolean().default(true) }),
});

/**
 * Refuses a database on which an acknowledged write could be lost or a rule not be enforced.
 * @throws UnfitDatabaseError
 */
export async function assertFitDatabase(connection: Connection): Promise<void> {
  await assertDurableServer(connection);
  const fault = schemaFault(await readSchemaMark(connection));
  if (fault !== null) throw new UnfitDatabaseError(fault);
  const missing = await missingGuards(connection);
  if (missing.length > 0) {
    throw new UnfitDatabaseError(
      `The database lacks the index ${missing.join(', ')}: run "npm run setup".`,
    );
  }
}

/**
 * Brings an empty or older database to this code's shape. Safe to repeat. One that a newer release
 * has set up, and that this one can use beside it, stays as it is.
 * @throws UnfitDatabaseError when the server is unfit or the database too new for the code.
 */
export async function setUpDatabase(connection: Connection, progress: Progress): Promise<Migrated> {
  await assertDurableServer(connection);
  const mark = await readSchemaMark(connection);
  if (mark !== null && mark.version >= SCHEMA_VERSION) {
    const fault = versionFault(mark);
    if (fault !== null) throw new UnfitDatabaseError(fault);
    const { version, handOver } = mark;
    if (version > SCHEMA_VERSION) {
      progress(`A newer release has set the database up (schema version ${version}).`);
      return { from: version, to: version, handOver };
    }
  }
  const migrated = await migrate(connection, progress);
  await createIndexes(connection);
  return migrated;
}

async function assertDurableServer(connection: Connection): Promise<void> {
  const admin = connection.getClient().db('admin');
  const hello = helloSchema.parse(await admin.command({ hello: 1 }));
  if (hello.setName === undefined) {
    throw new UnfitDatabaseError(
      'The MongoDB server is a standalone, so a majority write proves nothing about its journal: ' +
        'start it with --replSet and run rs.initiate() once; one node is enough.',
    );
  }
  const { storageEngine } = serverStatusSchema.parse(await admin.command({ serverStatus: 1 }));
  if (!storageEngine.persistent) {
    throw new UnfitDatabaseError(
      `The MongoDB server keeps its data in memory (${storageEngine.name}): use WiredTiger.`,
    );
  }
}
