import type { Connection } from 'mongoose';
import { connectDatabase, type StoreOptions } from '../connection';
import { readSchemaMark, writeHandOver, type HandOverStage } from '../schemaVersion';
import { endsWorkflowsAfter } from '.';

/** Whether set-up is about to migrate from a release whose running workflows have to end. */
export async function isHandOverAhead(options: StoreOptions): Promise<boolean> {
  return onDatabase(options, async (connection) => {
    const mark = await readSchemaMark(connection);
    if (mark === null) return false;
    return mark.handOver === 'end_workflows' || endsWorkflowsAfter(mark.version);
  });
}

/** Notes how far the hand-over got, so that set-up goes on from there; null ends it. */
export async function noteHandOver(
  options: StoreOptions,
  stage: HandOverStage | null,
): Promise<void> {
  await onDatabase(options, (connection) => writeHandOver(connection, stage));
}

async function onDatabase<T>(
  options: StoreOptions,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connectDatabase(options);
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}
