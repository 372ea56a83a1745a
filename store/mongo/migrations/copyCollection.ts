import type { Connection, mongo } from 'mongoose';
import type { Progress } from './migration';

/** A document as the driver hands it over. */
export type Fields = Record<string, unknown>;

interface Copy {
  readonly from: string;
  readonly to: string;
  readonly change: (document: Fields) => Fields;
  /** How many documents are in memory at a time. */
  readonly batchSize: number;
}

/** Documents with text ids, as every collection of Hakika's has. */
type Documents = mongo.Collection<{ _id: string }>;

const SAY_EVERY = 10_000;

/**
 * Copies a collection in the order of its ids, changing each document. Safe to repeat: a copy that
 * has moved on since is not overwritten, the write fails instead.
 */
export async function copyCollection(
  connection: Connection,
  { from, to, change, batchSize }: Copy,
  progress: Progress,
): Promise<void> {
  const source = documentsOf(connection, from);
  let count = 0;
  for await (const batch of batchesOf(source, batchSize)) {
    const writes = batch.map((document) => write(document, change(document)));
    await documentsOf(connection, to).bulkWrite(writes as never, { ordered: false });
    const isRound = Math.floor((count + batch.length) / SAY_EVERY) > Math.floor(count / SAY_EVERY);
    count += batch.length;
    if (isRound) progress(`${from}: ${count} documents copied to ${to} so far`);
  }
  progress(`${from}: ${count} documents copied to ${to}`);
}

function write({ version }: Fields, replacement: Fields): object {
  const { _id } = replacement;
  const unmoved = typeof version === 'number' ? { version: { $lte: version } } : {};
  return { replaceOne: { filter: { _id, ...unmoved }, replacement, upsert: true } };
}

/**
 * Refuses to set a collection aside that was written to while it was copied.
 * @throws Error naming the first document that differs.
 */
export async function assertNothingMissed(
  connection: Connection,
  { from, to, batchSize }: Pick<Copy, 'from' | 'to' | 'batchSize'>,
): Promise<void> {
  const projection = { _id: 1, version: 1 };
  const source = documentsOf(connection, from);
  for await (const batch of batchesOf(source, batchSize, projection)) {
    const ids = batch.map(({ _id }) => _id as string);
    const copies = await documentsOf(connection, to)
      .find({ _id: { $in: ids } } as never, { projection })
      .toArray();
    const versions = new Map(copies.map((copy: Fields) => [copy['_id'], copy['version']]));
    for (const { _id, version } of batch) {
      if (versions.has(_id) && versions.get(_id) === version) continue;
      throw new Error(
        `${from}: ${String(_id)} was written while it was copied. Stop the API and the workers ` +
          'of the former release, then run "npm run setup" again.',
      );
    }
  }
}

/** Keeps what the former release wrote under another name, for a person to drop. Safe to repeat. */
export async function setAside(
  connection: Connection,
  name: string,
  progress: Progress,
): Promise<void> {
  const names = (await connection.listCollections()).map((collection) => collection.name);
  if (!names.includes(name)) return;
  const aside = `former_${name}`;
  if (names.includes(aside)) {
    throw new Error(
      `"${name}" is there although "${aside}" was set aside before: a process of the former ` +
        `release has written since. Stop it, and look at what "${name}" holds.`,
    );
  }
  await connection.collection(name).rename(aside);
  progress(`${name}: kept as ${aside}; drop it when nobody needs it any more`);
}

/** By id rather than by one long cursor, which the server may forget, and a failover does. */
async function* batchesOf(
  source: Documents,
  size: number,
  projection: Fields = {},
): AsyncGenerator<Fields[]> {
  let after = '';
  for (;;) {
    const filter = { _id: { $gt: after } } as never;
    const found = source.find(filter, { projection }).sort({ _id: 1 }).limit(size);
    const batch: Fields[] = await found.toArray();
    if (batch.length === 0) return;
    yield batch;
    after = String(batch.at(-1)?.['_id']);
  }
}

function documentsOf(connection: Connection, name: string): Documents {
  return connection.collection(name) as unknown as Documents;
}
