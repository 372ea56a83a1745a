import type { Connection } from 'mongoose';
import { z } from 'zod';

/** The migrations that this code needs to have been run. */
export const SCHEMA_VERSION = 2;

/**
 * The shape of a database's documents, said in a way that lets two releases run side by side: this
 * code runs on a database whose `version` is at least its own, as long as what later migrations
 * changed can be used by releases from `usableFrom` on.
 */
export interface SchemaMark {
  /** The last migration that was run. */
  readonly version: number;
  /** The least schema version that a program must know to use these documents. */
  readonly usableFrom: number;
}

const COLLECTION = 'schemaVersion';
const DOCUMENT = { name: 'hakika' };

/** The first release wrote its version alone, and only itself could use its documents. */
const markSchema = z.object({ version: z.number().int(), usableFrom: z.number().int().optional() });

export async function readSchemaMark(connection: Connection): Promise<SchemaMark | null> {
  const document = await connection.collection(COLLECTION).findOne(DOCUMENT);
  const parsed = markSchema.safeParse(document);
  if (!parsed.success) return null;
  const { version, usableFrom = version } = parsed.data;
  return { version, usableFrom };
}

export async function writeSchemaMark(connection: Connection, mark: SchemaMark): Promise<void> {
  await connection.collection(COLLECTION).updateOne(DOCUMENT, { $set: mark }, { upsert: true });
}

/** Why this program cannot use a database, as a sentence with the remedy; null where it can. */
export function schemaFault(mark: SchemaMark | null, known = SCHEMA_VERSION): string | null {
  if (mark === null) return 'The database is not set up: run "npm run setup" once.';
  if (mark.version < known) {
    return (
      `The database has schema version ${mark.version}, this program needs at least ${known}: ` +
      'run "npm run setup" to migrate.'
    );
  }
  if (mark.usableFrom <= known) return null;
  return (
    `The database has schema version ${mark.version}, which programs from ${mark.usableFrom} on ` +
    `can use; this one knows at most ${known}: run a newer release.`
  );
}
