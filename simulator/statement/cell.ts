import { eastAfricaFields } from '../eastAfricaTime';

/** What a place of a statement holds: the text of a CSV, and the number that a workbook keeps. */
export interface Cell {
  readonly text: string;
  readonly number?: number;
}

export type Row = readonly Cell[];

/** One table of a file; a CSV holds the last one only. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly Row[];
}

export function words(...texts: readonly string[]): Row {
  return texts.map((text) => ({ text }));
}

/** An amount as a number; `text` is how a CSV of the layout prints it. */
export function amount(cents: number, text: string): Cell {
  return text === '' ? { text } : { text, number: cents / 100 };
}

const dayMs = 24 * 3_600_000;
/** Day 0 of a workbook's calendar. */
const serialEpochMs = Date.UTC(1899, 11, 30);

/** An instant as the serial number of a workbook: days of the clock in Nairobi. */
export function moment(atMs: number, text: string): Cell {
  const f = eastAfricaFields(atMs);
  const clockMs = Date.UTC(f.year, f.month - 1, f.day, f.hour, f.minute, f.second);
  return { text, number: (clockMs - serialEpochMs) / dayMs };
}
