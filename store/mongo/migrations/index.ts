import type { Connection } from 'mongoose';
import { raiseSchemaMark, readSchemaMark, type HandOverStage } from '../schemaVersion';
import { oneNamePerThing } from './0002-one-name-per-thing';
import { whatIsSwept } from './0003-what-is-swept';
import type { Migration, Progress } from './migration';

export type { Migration, Progress } from './migration';

/**
 * To add one, write `NNNN-what-it-does.ts` beside this file, add it to the list, raise
 * `SCHEMA_VERSION`, and test it on documents of the release before.
 */
const MIGRATIONS: readonly Migration[] = [oneNamePerThing, whatIsSwept];

/** What a database had before and has now; `from` is null for an empty one. */
export interface Migrated {
  readonly from: number | null;
  readonly to: number;
  /** What is left to do in the engine, of this set-up or of one that was cut off. */
  readonly handOver: HandOverStage | null;
}

/** Whether a database of that version has a hand-over before it, so that its release must stop. */
export function endsWorkflowsAfter(version: number): boolean {
  return MIGRATIONS.some((migration) => migration.version > version && migration.endsWorkflows);
}

/**
 * Runs what a database lacks, in order, and marks each as done. Safe to repeat.
 * @throws Error when there are documents and nothing says of which shape they are.
 */
export async function migrate(
  connection: Connection,
  progress: Progress,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<Migrated> {
  const mark = await readSchemaMark(connection);
  if (mark === null) await assertEmpty(connection);
  const from = mark?.version ?? null;
  let to = from;
  let handOver = mark?.handOver ?? null;
  for (const migration of migrations) {
    const { version, usableFrom, endsWorkflows } = migration;
    if (to !== null && version <= to) continue;
    // An empty database has nothing to change; it is marked as being of this shape.
    if (from !== null) {
      progress(`Migration ${version} begins.`);
      await migration.run(connection, progress);
      if (endsWorkflows) handOver = 'end_workflows';
    }
    await raiseSchemaMark(connection, to, { version, usableFrom, handOver });
    if (from !== null) progress(`Migration ${version} is done.`);
    to = version;
  }
  return { from, to: to ?? 0, handOver };
}

async function assertEmpty(connection: Connection): Promise<void> {
  for (const name of ['payments', 'moneyRecords']) {
    if ((await connection.collection(name).findOne()) === null) continue;
    throw new Error(
      `The database has documents in "${name}" but no schema version: restore the collection ` +
        '"schemaVersion" from the same backup, then run "npm run setup".',
    );
  }
}
