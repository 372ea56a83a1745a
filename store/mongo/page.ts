/** Which page of a list, newest first. */
export interface PageAsked {
  /** The id that the page before ended with, null for the first page. */
  readonly afterId: string | null;
  readonly limit: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly hasMore: boolean;
}

/** Cuts off the one item more that was read to know whether there is another page. */
export function cutToPage<Item>(found: readonly Item[], limit: number): Page<Item> {
  return { items: found.slice(0, limit), hasMore: found.length > limit };
}
