import type { RecordCollection } from './compareAndSet';

/** One page of a list in the order of ids, which is that of their making where ids are ours. */
export interface PageQuery {
  /** The last id of the page before; null for the first page. */
  readonly after: string | null;
  readonly limit: number;
}

/** The documents of a page, unchecked. */
export async function pageOf(
  collection: unknown,
  filter: Readonly<Record<string, string>>,
  { after, limit }: PageQuery,
): Promise<unknown[]> {
  const where = after === null ? filter : { ...filter, _id: { $gt: after } };
  // Through the driver: the filter has an operator, and its values are text that was checked.
  const records = collection as RecordCollection;
  return records
    .find(where as never)
    .sort({ _id: 1 })
    .limit(limit)
    .toArray();
}
