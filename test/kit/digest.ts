import { createHash } from 'node:crypto';
import { createConnection, mongo } from 'mongoose';
import type { TestSystem } from './system';

/** Everything that a system keeps, as one line for each collection. */
export type Digest = Readonly<Record<string, string>>;

export interface Digester {
  /** The same as before exactly when no document was added, changed or taken away. */
  take(): Promise<Digest>;
  close(): Promise<void>;
}

/** Reads the database past the store, so that no view of it can hide a change. */
export async function openDigester({ config }: Pick<TestSystem, 'config'>): Promise<Digester> {
  const connection = await createConnection(config.MONGODB_URI.expose(), {
    dbName: config.MONGODB_DATABASE,
  }).asPromise();
  return {
    async take() {
      const names = (await connection.listCollections()).map(({ name }) => name).sort();
      const lines = await Promise.all(
        names.map(async (name) => {
          const documents = await connection.collection(name).find({}).sort({ _id: 1 }).toArray();
          return [name, `${documents.length} of ${digestOf(documents)}`] as const;
        }),
      );
      return Object.fromEntries(lines);
    },
    close: () => connection.close(),
  };
}

function digestOf(documents: readonly mongo.Document[]): string {
  // When a key was used last is written for refused requests too, and rightly.
  const kept = documents.map(({ lastUsedAt: _lastUsedAt, ...rest }) => rest);
  return createHash('sha256').update(mongo.BSON.EJSON.stringify(kept)).digest('hex').slice(0, 16);
}
