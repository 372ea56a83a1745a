import type { Connection } from 'mongoose';

/** The shape of the documents that this code reads and writes. Rises with each migration. */
export const SCHEMA_VERSION = 1;

const COLLECTION = 'schemaVersion';
const DOCUMENT = { name: 'hakika' };

export async function readSchemaVersion(connection: Connection): Promise<number | null> {
  const document = await connection.collection(COLLECTION).findOne(DOCUMENT);
  const version: unknown = document?.['version'];
  return typeof version === 'number' ? version : null;
}

/** Marks a database as having this code's shape. */
export async function writeSchemaVersion(connection: Connection): Promise<void> {
  await connection
    .collection(COLLECTION)
    .updateOne(DOCUMENT, { $set: { version: SCHEMA_VERSION } }, { upsert: true });
}
