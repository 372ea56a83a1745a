import type { DateSystem } from '../../domain/statement/wallTime';

/** A row as the file has it: text in cells, and its number as a person counts. */
export interface RawRow {
  readonly number: number;
  readonly cells: readonly string[];
}

/** Some rows of one table. A CSV file is one table, a workbook one for each sheet. */
export interface Page {
  readonly sheet: string | null;
  /** How numbers count days, in a workbook; null in a CSV file, where no number is a date. */
  readonly dateSystem: DateSystem | null;
  readonly rows: readonly RawRow[];
}

/** So many rows at a time go from hand to hand. */
export const PAGE_ROWS = 2_000;
