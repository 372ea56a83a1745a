const EAT_MS = 3 * 3_600_000;

export type Cells = readonly string[];
export type Table = readonly Cells[];

/** A sheet of a workbook; of a CSV file the only one. */
export interface Sheet {
  readonly name: string;
  readonly table: Table;
}

/** `15000.00`. */
export function plain(cents: number): string {
  return (cents / 100).toFixed(2);
}

/** `15,000.00`. */
export function grouped(cents: number): string {
  return plain(cents).replace(/\B(?=(\d{3})+(?=\.))/g, ',');
}

/** `30.0`, `-22779.95`: as many digits as needed, at least one after the dot. */
export function short(cents: number): string {
  return plain(cents).replace(/0$/, '');
}

function parts(atMs: number): readonly [date: string, time: string] {
  const iso = new Date(atMs + EAT_MS).toISOString();
  return [iso.slice(0, 10), iso.slice(11, 19)];
}

/** `23-11-2026 20:30:31`, or with another separator. */
export function dayFirst(atMs: number, separator: '-' | '/'): string {
  const [date, time] = parts(atMs);
  return `${date.split('-').reverse().join(separator)} ${time}`;
}

/** `2026-11-23 20:30:31`. */
export function yearFirst(atMs: number): string {
  return parts(atMs).join(' ');
}
