import { refused } from '../refusal';
import type { RawRow } from '../tables/page';
import { plainLabel, type ColumnRole, type Layout } from './layout';
import { COLUMN_ALIASES, LAYOUTS } from './layouts';

/** Without these a row says nothing about money. */
const NEEDED: readonly ColumnRole[] = ['receipt', 'completedAt', 'paidIn', 'withdrawn', 'balance'];

/** The header of a table, understood. */
export interface Header {
  readonly layout: Layout;
  readonly labels: readonly string[];
  /** Where each column stands in the header; rows may stand one further left. */
  readonly indexes: ReadonlyMap<ColumnRole, number>;
  readonly unknown: readonly { readonly label: string; readonly index: number }[];
  /** Labels that the layout always had, and that are not there. */
  readonly missing: readonly string[];
}

/** Reads a row as a header, or says null where it is none. */
export function headerOf(row: RawRow, sheet: string | null, hasSummary: boolean): Header | null {
  const labels = row.cells.map(plainLabel);
  const roles = labels.map((label) => COLUMN_ALIASES.get(label));
  if (!NEEDED.every((role) => roles.includes(role))) return null;
  const indexes = new Map<ColumnRole, number>();
  roles.forEach((role, index) => {
    if (role === undefined || role === 'unused') return;
    if (indexes.has(role)) {
      const column = row.cells[index] ?? '';
      throw refused('layout_unknown', `Two columns of the header mean the same: ${column}.`, {
        place: { sheet, rowNumber: row.number },
        column,
      });
    }
    indexes.set(role, index);
  });
  const layout = nearest(labels, hasSummary);
  const unknown = row.cells.flatMap((label, index) =>
    roles[index] === undefined && label.trim() !== '' ? [{ label: label.trim(), index }] : [],
  );
  const missing = Object.keys(layout.columns).filter(
    (label) => !labels.includes(label) && !layout.optional.includes(label),
  );
  return { layout, labels, indexes, unknown, missing };
}

/** The layout whose labels differ least from these. */
function nearest(labels: readonly string[], hasSummary: boolean): Layout {
  const endsBlank = labels.at(-1) === '';
  const written = labels.filter((label) => label !== '');
  const ranked = LAYOUTS.filter(
    ({ mark }) =>
      mark === undefined || (mark === 'summary' && hasSummary) || (mark !== 'summary' && endsBlank),
  ).map((layout) => ({ layout, distance: distance(layout, written) }));
  ranked.sort(
    (a, b) =>
      a.distance - b.distance ||
      Number(b.layout.mark !== undefined) - Number(a.layout.mark !== undefined),
  );
  const [first] = ranked;
  if (!first) throw new Error('There is no layout.');
  return first.layout;
}

function distance({ columns, optional }: Layout, labels: readonly string[]): number {
  const own = Object.keys(columns);
  const foreign = labels.filter((label) => !own.includes(label)).length;
  const missing = own.filter(
    (label) => !labels.includes(label) && !optional.includes(label),
  ).length;
  return foreign + missing;
}
