import type { Connection } from 'mongoose';
import { z } from 'zod';
import { createIndexes, missingIndexes } from './indexes';
import { readSchemaVersion, SCHEMA_VERSION, writeSchemaVersion } from './schemaVersion';

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
  const version = await readSchemaVersion(connection);
  if (version !== SCHEMA_VERSION) {
    throw new UnfitDatabaseError(
      version === null
        ? 'The database is not set up: run "npm run setup" once.'
        : `The database has schema version ${version}, this program knows ${SCHEMA_VERSION}: ` +
            (version > SCHEMA_VERSION ? 'run a newer release.' : 'run "npm run setup" to migrate.'),
    );
  }
  const missing = await missingIndexes(connection);
  if (missing.length > 0) {
    throw new UnfitDatabaseError(
      `The database lacks the index ${missing.join(', ')}: run "npm run setup".`,
    );
  }
}

/**
 * Brings an empty or older database to this code's shape. Safe to repeat.
 * @throws UnfitDatabaseError when the server is unfit or the database newer than the code.
 */
export async function setUpDatabase(connection: Connection): Promise<void> {
  await assertDurableServer(connection);
  const version = await readSchemaVersion(connection);
  if (version !== null && version > SCHEMA_VERSION) {
    throw new UnfitDatabaseError(
      `The database has schema version ${version}, newer than the ${SCHEMA_VERSION} known here: ` +
        'run a newer release.',
    );
  }
  await createIndexes(connection);
  await writeSchemaVersion(connection);
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
