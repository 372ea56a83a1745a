import { utils, write, type WorkSheet } from '@e965/xlsx';
import type { Cell, Sheet } from './cell';
import { csvLine } from './csv';
import type { Format, Layout } from './layouts/layout';

const TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** A statement as bytes, and what HTTP calls them. */
export function fileOf(
  sheets: readonly Sheet[],
  format: Format,
  { lineEnd }: Pick<Layout, 'lineEnd'>,
): { readonly type: string; readonly bytes: Buffer } {
  const bytes = format === 'csv' ? csvOf(sheets, lineEnd) : workbookOf(sheets, format);
  return { type: TYPES[format], bytes };
}

function csvOf(sheets: readonly Sheet[], lineEnd: string): Buffer {
  const rows = sheets.at(-1)?.rows ?? [];
  const lines = rows.map((row) => csvLine(row.map(({ text }) => text)));
  return Buffer.from(lines.map((line) => `${line}${lineEnd}`).join(''), 'utf8');
}

/** Amounts and times are numbers in a workbook: a serial counts days of the clock in Nairobi. */
function workbookOf(sheets: readonly Sheet[], format: 'xls' | 'xlsx'): Buffer {
  const book = utils.book_new();
  for (const { name, rows } of sheets) utils.book_append_sheet(book, sheetOf(rows), name);
  return write(book, { type: 'buffer', bookType: format === 'xls' ? 'biff8' : 'xlsx' }) as Buffer;
}

function sheetOf(rows: Sheet['rows']): WorkSheet {
  return utils.aoa_to_sheet(rows.map((row) => row.map(valueOf)));
}

function valueOf({ text, number }: Cell): string | number | null {
  return number ?? (text === '' ? null : text);
}
