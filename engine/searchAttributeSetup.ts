import type { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { searchAttributes } from '../workflows/searchAttributes';

const { IndexedValueType } = temporal.api.enums.v1;

const TYPES = {
  KEYWORD: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  BOOL: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
} as const;

type SearchAttribute = (typeof searchAttributes)[keyof typeof searchAttributes];

const ALL: readonly SearchAttribute[] = Object.values(searchAttributes);

/** Registers the search attributes that the namespace lacks. Safe to repeat. */
export async function registerSearchAttributes(
  connection: Connection,
  namespace: string,
): Promise<void> {
  const missing = await missingSearchAttributes(connection.operatorService, namespace);
  if (missing.length > 0) await addSearchAttributes(connection, namespace, missing);
}

/**
 * Refuses an engine on which no payment could be started.
 * @throws Error naming what is missing and the remedy.
 */
export async function assertSearchAttributes(
  { operatorService }: Pick<Connection, 'operatorService'>,
  namespace: string,
): Promise<void> {
  const missing = await missingSearchAttributes(operatorService, namespace);
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  throw new Error(`Temporal lacks the search attribute ${names}: run "npm run setup".`);
}

/** The search attributes that a payment names and the namespace lacks. */
export async function missingSearchAttributes(
  service: Connection['operatorService'],
  namespace: string,
): Promise<readonly SearchAttribute[]> {
  const { customAttributes } = await service.listSearchAttributes({ namespace });
  return ALL.filter(({ name }) => !(name in customAttributes));
}

/** Adds search attributes to a namespace that has none of them. */
export async function addSearchAttributes(
  connection: Connection,
  namespace: string,
  attributes: readonly SearchAttribute[] = ALL,
): Promise<void> {
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(attributes.map(({ name, type }) => [name, TYPES[type]])),
  });
}
