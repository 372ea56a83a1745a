import type { MerchantId } from '../../domain/values/ids';
import type { Page, PageAsked } from '../../store/mongo/page';
import type { ApiDependencies } from '../dependencies';
import { invalidField } from '../http/problem';
import { CURSOR_REFUSED, DEFAULT_PAGE } from './listFields';

interface Asked<Item> {
  /** What is listed. */
  readonly noun: string;
  /** Whose list it is; null for one across merchants. */
  readonly merchantId: MerchantId | null;
  /** What narrows the list: a cursor goes with it. */
  readonly filter: object;
  readonly limit: number | undefined;
  readonly cursor: string | undefined;
  readonly read: (page: PageAsked) => Promise<Page<Item>>;
  readonly idOf: (item: Item) => string;
}

export interface ReadPage<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/**
 * Reads one page of a list, from where its cursor says.
 * @throws AppError `invalid_request` for a cursor that was not made for this very list.
 */
export async function readPage<Item>(
  { store }: Pick<ApiDependencies, 'store'>,
  { noun, merchantId, filter, limit = DEFAULT_PAGE, cursor, read, idOf }: Asked<Item>,
): Promise<ReadPage<Item>> {
  const given = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const list = JSON.stringify([noun, merchantId, given]);
  const afterId = cursor === undefined ? null : store.cursors.read(list, cursor);
  if (cursor !== undefined && afterId === null) throw invalidField(CURSOR_REFUSED);
  const { items, hasMore } = await read({ afterId, limit });
  const last = items.at(-1);
  const isLast = !hasMore || last === undefined;
  return { items, nextCursor: isLast ? null : store.cursors.make(list, idOf(last)) };
}
