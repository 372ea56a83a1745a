import type { Answer } from './adminApi';

const GAP = '  ';
const NOTHING = '-';

/** Rows under the names of their columns, in plain text. */
export function table(columns: readonly string[], rows: readonly Answer[]): string {
  const cells = rows.map((row) => columns.map((column) => cell(row[column])));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((line) => line[index]?.length ?? 0)),
  );
  const lines = [columns, ...cells].map((line) =>
    line.map((text, index) => text.padEnd(widths[index] ?? 0)).join(GAP),
  );
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** The fields of one thing, one in a line. */
export function fields(thing: Answer): string {
  const names = Object.keys(thing);
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => `${name.padEnd(width)}${GAP}${cell(thing[name])}\n`).join('');
}

function cell(value: unknown): string {
  if (value === null || value === undefined || value === '') return NOTHING;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(cell).join(' ');
  if (typeof value !== 'object') return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, part]) => `${name}=${cell(part)}`);
  return parts.length === 0 ? NOTHING : parts.join(' ');
}
