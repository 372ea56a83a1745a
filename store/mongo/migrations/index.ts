import type { Connection } from 'mongoose';
import { readSchemaMark, writeSchemaMark } from '../schemaVersion';
import { oneNamePerThing } from './0002-one-name-per-thing';

/** What a migration may say while it runs, for the person who waits. */
export type Progress = (line: string) => void;

/**
 * One change of the documents' shape. To add one, write `NNNN-what-it-does.ts` beside this file, add
 * it to the list, raise `SCHEMA_VERSION`, and test it on documents of the release before.
 */
export interface Migration {
  readonly version: number;
  /** The least schema version that can use the documents afterwards. */
  readonly usableFrom: number;
  /** Must be safe to repeat: it may have been cut off anywhere. */
  run(connection: Connection, progress: Progress): Promise<void>;
}

const MIGRATIONS: readonly Migration[] = [oneNamePerThing];

/** What a database had before and has now; `from` is null for an empty one. */
export interface Migrated {
  readonly from: number | null;
  readonly to: number;
}

/** Runs what a database lacks, in order, and marks each as done. Safe to repeat. */
export async function migrate(connection: Connection, progress: Progress): Promise<Migrated> {
  const mark = await readSchemaMark(connection);
  const from = mark?.version ?? null;
  let to = from ?? 0;
  for (const migration of MIGRATIONS) {
    const { version, usableFrom } = migration;
    if (version <= to) continue;
    // An empty database has nothing to change; it is marked as being of this shape.
    if (from !== null) await migration.run(connection, progress);
    await writeSchemaMark(connection, { version, usableFrom });
    to = version;
  }
  return { from, to };
}
