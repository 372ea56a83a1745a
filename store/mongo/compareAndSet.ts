import type { mongo } from 'mongoose';

/**
 * - `stored`: the write is on a majority's journal;
 * - `moved_on`: someone else wrote since this version was read, so read again and decide again;
 * - `duplicate`: the unique index of that name refused it.
 */
export type SetResult =
  | { readonly kind: 'stored' }
  | { readonly kind: 'moved_on' }
  | { readonly kind: 'duplicate'; readonly index: string };

interface Versioned {
  readonly id: string;
  readonly version: number;
}

/** A collection of documents whose ids are text, as the driver sees it. */
export type RecordCollection = mongo.Collection<{ _id: string }>;

/**
 * Writes fields of one document over the version that they were made from, and raises it. Compare
 * and set by `updateOne`: what matched nothing is an answer, not an error.
 */
export async function compareAndSet(
  collection: RecordCollection,
  { id, version }: Versioned,
  fields: Readonly<Record<string, unknown>>,
): Promise<SetResult> {
  try {
    const $set = { ...fields, version: version + 1 };
    const { matchedCount } = await collection.updateOne({ _id: id, version }, { $set });
    return { kind: matchedCount === 0 ? 'moved_on' : 'stored' };
  } catch (error) {
    const index = duplicateIndex(error);
    if (index === null) throw error;
    return { kind: 'duplicate', index };
  }
}

/** The name of the unique index that refused a write, or null for any other error. */
export function duplicateIndex(error: unknown): string | null {
  if (!isDuplicateKeyError(error)) return null;
  return / index: (\S+)/.exec(error.message)?.[1] ?? '';
}

function isDuplicateKeyError(error: unknown): error is mongo.MongoServerError {
  return error instanceof Error && 'code' in error && error.code === 11000;
}
