import { utils, write, type BookType } from '@e965/xlsx';
import type { Sheet, Table } from './write';

export interface CsvStyle {
  readonly delimiter?: string;
  readonly lineBreak?: string;
  readonly encoding?: 'utf8' | 'utf8-bom' | 'utf16le' | 'utf16be';
}

/** One table as CSV; a cell is quoted where it must be. */
export function toCsv(sheets: readonly Sheet[], style: CsvStyle = {}): Buffer {
  const { delimiter = ',', lineBreak = '\n', encoding = 'utf8' } = style;
  const table = sheets.flatMap((sheet) => sheet.table);
  const quote = (cell: string): string =>
    /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const lines = table.map((cells) => cells.map(quote).join(delimiter) + lineBreak);
  const text = lines.join('');
  if (encoding === 'utf8') return Buffer.from(text);
  if (encoding === 'utf8-bom') return Buffer.from(`\ufeff${text}`);
  const little = Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'utf16le' ? little : little.swap16();
}

/** A workbook; `numbers` writes amounts as numbers, as a spreadsheet program does. */
export function toWorkbook(
  sheets: readonly Sheet[],
  bookType: BookType & ('xlsx' | 'biff8'),
  numbers = false,
): Buffer {
  const book = utils.book_new();
  for (const { name, table } of sheets) {
    utils.book_append_sheet(
      book,
      utils.aoa_to_sheet(numbers ? asNumbers(table) : [...table.map((cells) => [...cells])]),
      name,
    );
  }
  return write(book, { type: 'buffer', bookType, compression: true }) as Buffer;
}

/** Amounts as numbers and full times as serial numbers. */
function asNumbers(table: Table): (string | number)[][] {
  return table.map((cells) =>
    cells.map((cell) => {
      if (/^-?\d[\d,]*\.\d{1,2}$/.test(cell)) return Number(cell.replaceAll(',', ''));
      return serialOf(cell) ?? cell;
    }),
  );
}

function serialOf(cell: string): number | null {
  const dayFirst = /^(\d\d)[-/](\d\d)[-/](\d{4}) (\S+)$/.exec(cell);
  const iso = dayFirst
    ? `${dayFirst[3]}-${dayFirst[2]}-${dayFirst[1]}T${dayFirst[4]}Z`
    : cell.replace(' ', 'T') + 'Z';
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(iso)) return null;
  return Date.parse(iso) / 86_400_000 + 25_569;
}
