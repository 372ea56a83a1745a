import { toCsv, toWorkbook } from './formats';
import { WRITERS } from './layouts';
import { makeLedger, type Ledger } from './ledger';

/** The seed of every fixture; the same files come out on every machine. */
const SEED = 20_261_123;
const RECEIPTS = 30;

export type LayoutName = keyof typeof WRITERS;

export interface Fixture {
  readonly name: string;
  readonly layout: string;
  readonly ledger: Ledger;
  readonly file: Buffer;
}

const FORMATS = {
  csv: (name, ledger) => toCsv(WRITERS[name](ledger)),
  'csv-bom-crlf': (name, ledger) =>
    toCsv(WRITERS[name](ledger), { encoding: 'utf8-bom', lineBreak: '\r\n' }),
  'csv-utf16le-semicolon': (name, ledger) =>
    toCsv(WRITERS[name](ledger), { encoding: 'utf16le', delimiter: ';' }),
  'csv-utf16be-tab': (name, ledger) =>
    toCsv(WRITERS[name](ledger), { encoding: 'utf16be', delimiter: '\t' }),
  xlsx: (name, ledger) => toWorkbook(WRITERS[name](ledger), 'xlsx'),
  'xlsx-numbers': (name, ledger) => toWorkbook(WRITERS[name](ledger), 'xlsx', true),
  xls: (name, ledger) => toWorkbook(WRITERS[name](ledger), 'biff8'),
  'xls-numbers': (name, ledger) => toWorkbook(WRITERS[name](ledger), 'biff8', true),
} as const satisfies Record<string, (name: LayoutName, ledger: Ledger) => Buffer>;

export type FormatName = keyof typeof FORMATS;

export const LAYOUT_NAMES = Object.keys(WRITERS) as readonly LayoutName[];
export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];

/** Tills and stores have a merchant account, everything else a utility account. */
export function ledgerFor(name: LayoutName, seed = SEED, receipts = RECEIPTS): Ledger {
  return makeLedger(seed, receipts, /^[CDT]/.test(name) ? 'till' : 'paybill');
}

export function fileOf(name: LayoutName, format: FormatName, ledger: Ledger): Buffer {
  return FORMATS[format](name, ledger);
}

/** Every layout in every format. */
export const FIXTURES: readonly Fixture[] = LAYOUT_NAMES.flatMap((name) =>
  FORMAT_NAMES.map((format) => {
    const ledger = ledgerFor(name);
    const file = fileOf(name, format, ledger);
    return { name: `${name}.${format}`, layout: name[0] ?? '', ledger, file };
  }),
);
