import type { Connection } from 'mongoose';
import { z } from 'zod';
import { corruption } from './corruptRecord';

/** The migrations that this code needs to have been run. */
export const SCHEMA_VERSION = 3;

/**
 * What is left to do in the engine after a migration whose release cannot replay what the release
 * before it had running: those workflows end, and then each unfinished payment gets a new one.
 */
export const HAND_OVER_STAGES = ['end_workflows', 'restart_payments'] as const;

export type HandOverStage = (typeof HAND_OVER_STAGES)[number];

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
  readonly handOver: HandOverStage | null;
}

const COLLECTION = 'schemaVersion';
const DOCUMENT = { name: 'hakika' };

/** The first release wrote its version alone, and only itself could use its documents. */
const markSchema = z.object({
  version: z.number().int(),
  usableFrom: z.number().int().optional(),
  handOver: z.enum(HAND_OVER_STAGES).nullable().optional(),
});

/**
 * The mark of a database, or null where it has none.
 * @throws CorruptRecordError when it is not what this code writes.
 */
export async function readSchemaMark(connection: Connection): Promise<SchemaMark | null> {
  const document = await connection.collection(COLLECTION).findOne(DOCUMENT);
  if (document === null) return null;
  const parsed = markSchema.safeParse(document);
  if (!parsed.success) throw corruption('schema mark', parsed.error);
  const { version, usableFrom = version, handOver = null } = parsed.data;
  return { version, usableFrom, handOver };
}

/**
 * Raises the mark from the version that was read, null where there was none.
 * @throws Error when another set-up has raised it meanwhile.
 */
export async function raiseSchemaMark(
  connection: Connection,
  from: number | null,
  mark: SchemaMark,
): Promise<void> {
  const marks = connection.collection(COLLECTION);
  if (from === null) {
    await marks.updateOne(DOCUMENT, { $setOnInsert: mark }, { upsert: true });
    return;
  }
  const { matchedCount } = await marks.updateOne({ ...DOCUMENT, version: from }, { $set: mark });
  if (matchedCount === 0) {
    throw new Error('Another set-up runs at the same time: run "npm run setup" once more.');
  }
}

/** Notes how far a hand-over got; null ends it. */
export async function writeHandOver(
  connection: Connection,
  handOver: HandOverStage | null,
): Promise<void> {
  await connection.collection(COLLECTION).updateOne(DOCUMENT, { $set: { handOver } });
}

/** Why the documents do not suit this program, as a sentence with the remedy; null if they do. */
export function versionFault(mark: SchemaMark | null, known = SCHEMA_VERSION): string | null {
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

/** Why this program cannot serve from a database, as a sentence with the remedy. */
export function schemaFault(mark: SchemaMark | null, known = SCHEMA_VERSION): string | null {
  const fault = versionFault(mark, known);
  if (fault !== null || mark?.handOver !== 'end_workflows') return fault;
  return 'Workflows of the former release may still run in Temporal: run "npm run setup" again.';
}
