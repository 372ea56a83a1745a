import { fileOf, LAYOUT_NAMES, ledgerFor, type FormatName, type LayoutName } from './fixtures';
import { toCsv, toWorkbook } from './formats';
import { WRITERS } from './layouts';
import type { Ledger } from './ledger';
import type { Random } from './random';
import { dayFirst, yearFirst, type Sheet } from './write';

/** A file that was changed after Safaricom wrote it, and the ledger that it came from. */
export interface Mutant {
  readonly what: string;
  readonly layout: LayoutName;
  readonly format: FormatName;
  readonly ledger: Ledger;
  readonly file: Buffer;
}

type Rows = string[][];
/** Changes the cells of the details table in place; `first` is its first row of money. */
type CellMutation = (rows: Rows, first: number, random: Random) => void;
type ByteMutation = (file: Buffer, random: Random) => Buffer;

const FOREIGN_RECEIPT = 'UKNZZZZZZ1';

const column = (rows: Rows, first: number, name: RegExp): number =>
  (rows[first - 1] ?? []).findIndex((label) => name.test(label));

/** In the CSV of layout C the header leads by one. */
function cellIndex(rows: Rows, first: number, name: RegExp): number {
  const lead = (rows[first - 1]?.length ?? 0) - (rows[first]?.length ?? 0) === 1 ? 1 : 0;
  return column(rows, first, name) - lead;
}

function someRow(rows: Rows, first: number, random: Random): number {
  return first + random.below(rows.length - first);
}

function change(rows: Rows, row: number, at: number, to: (cell: string) => string): void {
  const cells = rows[row];
  if (cells?.[at] !== undefined) cells[at] = to(cells[at]);
}

const RECEIPT = /^receipt/i;
const BALANCE = /^balance( \(|$)/i;
const PAID_IN = /^(paid in|credit)/i;
const WITHDRAWN = /^(withdrawn|debit)/i;

const otherDigit = (cell: string, random: Random): string => {
  const places = [...cell].flatMap((character, index) => (/\d/.test(character) ? [index] : []));
  if (places.length === 0) return '7.00';
  const at = random.pick(places);
  const digit = (Number(cell[at]) + 1 + random.below(9)) % 10;
  return cell.slice(0, at) + String(digit) + cell.slice(at + 1);
};

export const CELL_MUTATIONS: Readonly<Record<string, CellMutation>> = {
  'a row is removed': (rows, first, random) => rows.splice(someRow(rows, first, random), 1),
  'a row is doubled': (rows, first, random) => {
    const at = someRow(rows, first, random);
    rows.splice(at, 0, [...(rows[at] ?? [])]);
  },
  'an amount is edited': (rows, first, random) => {
    const at = cellIndex(rows, first, random.below(2) === 0 ? PAID_IN : WITHDRAWN);
    change(rows, someRow(rows, first, random), at, (cell) => otherDigit(cell, random));
  },
  'a balance is edited': (rows, first, random) => {
    const at = cellIndex(rows, first, BALANCE);
    change(rows, someRow(rows, first, random), at, (cell) => otherDigit(cell, random));
  },
  'a foreign row is put in': (rows, first, random) => {
    const at = someRow(rows, first, random);
    const copy = [...(rows[at] ?? [])];
    copy[cellIndex(rows, first, RECEIPT)] = FOREIGN_RECEIPT;
    rows.splice(at, 0, copy);
  },
  'a receipt is written over another': (rows, first, random) => {
    const at = cellIndex(rows, first, RECEIPT);
    const other = rows[someRow(rows, first, random)]?.[at] ?? '';
    change(rows, someRow(rows, first, random), at, () => other);
  },
  'all times are three hours late': (rows, first) => {
    const at = cellIndex(rows, first, /^(completion time|start.timestamp)/i);
    for (let row = first; row < rows.length; row += 1) change(rows, row, at, threeHoursLater);
  },
  'a column is new': (rows, first) => {
    const at = column(rows, first, RECEIPT) + 1;
    const lead = at - 1 - cellIndex(rows, first, RECEIPT);
    for (let row = first - 1; row < rows.length; row += 1) {
      rows[row]?.splice(row === first - 1 ? at : at - lead, 0, 'Surprise');
    }
  },
  'a balance is repeated within its receipt': (rows, first) => {
    const receipt = cellIndex(rows, first, RECEIPT);
    const balance = cellIndex(rows, first, BALANCE);
    const isNewestFirst = !/store.name/i.test((rows[first - 1] ?? []).join());
    for (let row = first; row + 1 < rows.length; row += 1) {
      if (rows[row]?.[receipt] !== rows[row + 1]?.[receipt]) continue;
      const [from, to] = isNewestFirst ? [row, row + 1] : [row + 1, row];
      change(rows, to, balance, () => rows[from]?.[balance] ?? '');
    }
  },
  'two columns are swapped with their labels': (rows, first) => {
    const [a, b] = [column(rows, first, PAID_IN), column(rows, first, BALANCE)];
    const lead = column(rows, first, PAID_IN) - cellIndex(rows, first, PAID_IN);
    for (let row = first - 1; row < rows.length; row += 1) {
      const shift = row === first - 1 ? 0 : lead;
      swap(rows[row] ?? [], a - shift, b - shift);
    }
  },
  'two labels are swapped without their columns': (rows, first) => {
    const [a, b] = [column(rows, first, PAID_IN), column(rows, first, WITHDRAWN)];
    swap(rows[first - 1] ?? [], a, b);
  },
  'rows are shuffled': (rows, first, random) => {
    for (let count = 0; count < 3; count += 1) {
      const [a, b] = [someRow(rows, first, random), someRow(rows, first, random)];
      const kept = rows[a] ?? [];
      rows[a] = rows[b] ?? [];
      rows[b] = kept;
    }
  },
  'the last rows are cut off': (rows, first, random) => {
    rows.length = someRow(rows, first, random);
  },
  'the newest rows are cut off': (rows, first, random) => {
    rows.splice(first, 1 + random.below(rows.length - first));
  },
};

export const BYTE_MUTATIONS: Readonly<Record<string, ByteMutation>> = {
  'the upload is cut': (file, random) => file.subarray(0, random.below(file.length)),
  'a byte is another': (file, random) => {
    const copy = Buffer.from(file);
    const at = random.below(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 + random.below(255));
    return copy;
  },
  'a digit is another': (file, random) => {
    const copy = Buffer.from(file);
    const digits = [...copy.keys()].filter((at) => /\d/.test(String.fromCharCode(copy[at] ?? 0)));
    if (digits.length > 0) copy[random.pick(digits)] = 0x30 + random.below(10);
    return copy;
  },
  'the file stands there twice': (file) => Buffer.concat([file, file]),
  'a piece is missing': (file, random) => {
    const from = random.below(file.length);
    return Buffer.concat([file.subarray(0, from), file.subarray(from + 1 + random.below(200))]);
  },
};

/** One file with one mutation, all of it decided by the generator. */
export function mutate(random: Random): Mutant {
  const layout = random.pick(LAYOUT_NAMES);
  const ledger = ledgerFor(layout, random.below(1_000_000), 8 + random.below(20));
  const format = random.pick(['csv', 'csv', 'csv', 'xlsx', 'xls'] as const);
  const isOfBytes = random.below(3) === 0;
  const what = random.pick(Object.keys(isOfBytes ? BYTE_MUTATIONS : CELL_MUTATIONS));
  if (isOfBytes) {
    const file = BYTE_MUTATIONS[what]?.(fileOf(layout, format, ledger), random);
    return { what, layout, format, ledger, file: file ?? Buffer.alloc(0) };
  }
  const sheets = WRITERS[layout](ledger).map(({ name, table }) => ({
    name,
    table: table.map((cells) => [...cells]),
  }));
  const details = sheets.at(-1)?.table ?? [];
  const first = details.findIndex((cells) => cells.some((cell) => BALANCE.test(cell))) + 1;
  CELL_MUTATIONS[what]?.(details, first, random);
  return { what, layout, format, ledger, file: written(sheets, format) };
}

function written(sheets: readonly Sheet[], format: 'csv' | 'xlsx' | 'xls'): Buffer {
  if (format === 'csv') return toCsv(sheets);
  return toWorkbook(sheets, format === 'xls' ? 'biff8' : 'xlsx');
}

function swap(cells: string[], a: number, b: number): void {
  const kept = cells[a] ?? '';
  cells[a] = cells[b] ?? '';
  cells[b] = kept;
}

function threeHoursLater(cell: string): string {
  const [date = '', time = ''] = cell.split(' ');
  const isYearFirst = /^\d{4}/.test(date);
  const iso = isYearFirst ? date : date.split(/[-/]/).reverse().join('-');
  const atMs = Date.parse(`${iso}T${time}+03:00`) + 3 * 3_600_000;
  return isYearFirst ? yearFirst(atMs) : dayFirst(atMs, date.includes('/') ? '/' : '-');
}
