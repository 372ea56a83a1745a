import { gzipSync } from 'node:zlib';
import { CFB } from '@e965/xlsx';
import { fileOf, ledgerFor } from './kit/fixtures';
import { pieces, readFile, readGood, readRefused } from './kit/readFile';
import { sheetXml, workbookOf, zipOf } from './kit/zip';
import { readStatement } from '../../statements/readStatement';

const ledger = ledgerFor('B', 5, 12);
const csv = fileOf('B', 'csv', ledger);
const xlsx = fileOf('B', 'xlsx', ledger);
const xls = fileOf('B', 'xls', ledger);
const HEADER =
  'Receipt No,Completion Time,Details,Transaction Status,Paid In (KSHs),Withdrawn (KSHs),' +
  'Balance (KSHs)';
const ROW = 'UKN4A1B2C3,23/11/2026 20:30:31,Pay Bill from X,Completed,10.00,,110.00';

const bad = (text: string): Buffer => Buffer.from(text);
const lines = (...rows: string[]): Buffer => bad(`${rows.join('\n')}\n`);
const sheet = (...cells: string[]): Buffer =>
  workbookOf(sheetXml([HEADER.split(','), [...ROW.split(',').slice(0, 6), ...cells]]));

describe('a file that is not a statement is refused with its reason', () => {
  it.each([
    ['an empty file', bad(''), 'empty', /empty/],
    ['a PDF', bad('%PDF-1.7\n...'), 'not_a_statement', /PDF/],
    ['a gzip archive', gzipSync(csv), 'not_a_statement', /gzip/],
    ['a web page called .xls', bad('<html><table>'), 'not_a_statement', /web page/],
    ['an empty zip', zipOf([]), 'not_a_statement', /zip/],
    [
      'a zip that is not a workbook',
      zipOf([{ name: 'a.txt', content: csv }]),
      'not_a_statement',
      /not a workbook/,
    ],
    ['binary', bad(`ab${'\u0000'.repeat(4)}c`), 'not_a_statement', /binary/],
    ['bytes that are not UTF-8', Buffer.from([0x41, 0x42, 0xff, 0xfe]), 'unreadable_text', /UTF-8/],
    ['text without a header', lines('a,b', '1,2'), 'layout_unknown', /header/],
    ['blank lines', bad('\n\n\n'), 'layout_unknown', /header/],
  ])('%s', async (_name, file, code, reason) => {
    const refusal = await readRefused(file);
    expect(refusal).toMatchObject({ code });
    expect(refusal.reason).toMatch(reason);
    expect(refusal.remedy).not.toBe('');
  });
});

describe('a row that cannot be read refuses the file, and is never taken for zero', () => {
  it.each([
    ['an amount that is not one', ROW.replace('10.00', '1O.00'), 'paidIn'],
    ['three decimals', ROW.replace('10.00', '10.005'), 'paidIn'],
    ['an amount in exponents', ROW.replace('10.00', '1e3'), 'paidIn'],
    ['a negative amount paid in', ROW.replace('10.00', '-10.00'), 'paidIn'],
    ['no amount at all', ROW.replace('10.00', ''), 'paidIn'],
    ['money in and out at once', ROW.replace('10.00,,', '10.00,5.00,'), 'paidIn'],
    ['no balance', ROW.replace('110.00', ''), 'balance'],
    ['31 February', ROW.replace('23/11', '31/02'), 'completedAt'],
    ['the month first', ROW.replace('23/11', '11/23'), 'completedAt'],
    ['hour 24', ROW.replace('20:30:31', '24:30:31'), 'completedAt'],
    ['a time without its date', ROW.replace('23/11/2026 ', ''), 'completedAt'],
    ['a number for a date in a CSV', ROW.replace('23/11/2026 20:30:31', '46349.85'), 'completedAt'],
    ['a receipt in scientific notation', ROW.replace('UKN4A1B2C3', '4.1E+11'), 'receipt'],
    ['an amount cut in two by its comma', ROW.replace('10.00', '1,010.00'), null],
    ['a quote in the middle', ROW.replace('Pay Bill', '"Pay" Bill'), null],
    ['101 columns', ROW + ',x'.repeat(101), null],
    ['10,000 columns', ROW + ','.repeat(10_000), null],
  ])('%s', async (_name, row, column) => {
    const refusal = await readRefused(lines(HEADER, row));
    expect(refusal).toMatchObject({ code: 'unreadable_row', column, place: { rowNumber: 2 } });
  });

  it('a row of 10 MB, without reading it to its end', async () => {
    let bytes = 0;
    async function* endless() {
      yield bad(`${HEADER}\n`);
      for (; bytes < 10_000_000; bytes += 65_536) yield Buffer.alloc(65_536, 'x');
    }
    const result = await readStatement(endless());
    expect(result).toMatchObject({ ok: false, error: { code: 'unreadable_row' } });
    expect(bytes).toBeLessThan(1_000_000);
  });

  it('a quoted cell that never ends', async () => {
    expect((await readRefused(bad(`${HEADER}\n"UKN4A1B2C3,`))).reason).toMatch(/cut off/);
  });

  it('two columns of one meaning', async () => {
    const refusal = await readRefused(lines(`${HEADER},Balance`, `${ROW},1.00`));
    expect(refusal).toMatchObject({ code: 'layout_unknown', column: 'Balance' });
  });

  it('another currency', async () => {
    const row = ROW.replace('110.00', '110.00,USD');
    const refusal = await readRefused(lines(`${HEADER},Currency`, row));
    expect(refusal).toMatchObject({ code: 'unreadable_row', column: 'currency' });
  });
});

describe('a workbook that is dangerous or damaged is refused', () => {
  const macro = { name: 'xl/vbaProject.bin', content: Buffer.from('x') };
  const entity = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>';
  const laughs = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>';
  const bomb = Buffer.alloc(60_000_000, ' ');

  it.each([
    ['a formula', sheet('<c><f>SUM(B:B)</f><v>110</v></c>'), 'unreadable_row', /formula/],
    ['an error in a cell', sheet('<c t="e"><v>#REF!</v></c>'), 'unreadable_row', /#REF!/],
    ['macros', workbookOf(sheetXml([]), [macro]), 'unsafe_workbook', /macros/],
    ['an external entity', workbookOf(`${entity}<worksheet/>`), 'unsafe_workbook', /entities/],
    ['a billion laughs', workbookOf(`${laughs}<worksheet/>`), 'unsafe_workbook', /entities/],
    ['a zip bomb', workbookOf(bomb), 'unsafe_workbook', /zip bomb/],
    [
      'a part that is larger than its listed size',
      zipOf([{ name: 'xl/workbook.xml', content: bomb, listedBytes: 100 }]),
      'unreadable_workbook',
      /damaged|lacks/,
    ],
    [
      'a part whose checksum is another',
      workbookOf(sheetXml([HEADER.split(','), ROW.split(',')]), [], 1),
      'unreadable_workbook',
      /checksum/,
    ],
    [
      'an encrypted part',
      zipOf([{ name: 'xl/workbook.xml', content: csv, encrypted: true }]),
      'encrypted',
      /encrypted/,
    ],
    [
      'a part that is there twice',
      workbookOf(sheetXml([]), [{ name: 'xl/workbook.xml', content: csv }]),
      'unsafe_workbook',
      /twice/,
    ],
    ['a cell of 2 MB', sheet('x'.repeat(2_000_000)), 'unsafe_workbook', /too long/],
    ['a cell of 100 kB', sheet('x'.repeat(100_000)), 'unreadable_row', /too long/],
    ['10,000 columns', sheet(...Array<string>(10_000).fill('')), 'unreadable_row', /columns/],
    ['XML that does not end', workbookOf('<worksheet><sheetData>'), 'unreadable_workbook', /dam/],
    ['half an XLSX', xlsx.subarray(0, xlsx.length / 2), 'unreadable_workbook', /damaged/],
    ['an XLS that is an encrypted XLSX', ole('EncryptedPackage'), 'encrypted', /password/],
    ['an XLS with macros', ole('_VBA_PROJECT_CUR'), 'unsafe_workbook', /macros/],
  ])('%s', async (_name, file, code, reason) => {
    const refusal = await readRefused(file);
    expect(refusal).toMatchObject({ code });
    expect(refusal.reason).toMatch(reason);
  });

  it('a formula in an XLS', async () => {
    const refusal = await readRefused(xlsWithFormula());
    expect(refusal).toMatchObject({ code: 'unreadable_row', place: { sheet: 'S', rowNumber: 1 } });
    expect(refusal.reason).toMatch(/formula/);
  });

  it('any first part of an XLS that is not all of it', async () => {
    for (let tenth = 1; tenth < 10; tenth += 1) {
      const { result } = await readFile(xls.subarray(0, Math.floor((xls.length * tenth) / 10)));
      if (result.ok) expect(result.value.rows).toBe(ledger.rows.length);
    }
  });
});

describe('the limits on a file', () => {
  it.each([
    ['csv', csv],
    ['xlsx', xlsx],
    ['xls', xls],
  ])('hold for %s by its bytes', async (_name, file) => {
    const refusal = await readRefused(file, { limits: { fileBytesMax: file.length - 1 } });
    expect(refusal.code).toBe('too_large');
  });

  it('hold for rows', async () => {
    expect(await readRefused(csv, { limits: { rowsMax: 5 } })).toMatchObject({ code: 'too_large' });
  });

  it('hold for what a workbook becomes', async () => {
    const refusal = await readRefused(xlsx, { limits: { inflatedBytesMax: 1_000 } });
    expect(refusal.code).toBe('unsafe_workbook');
  });
});

// Guarantees that it makes no difference how the network cuts a file into pieces.
it('a file reads the same in pieces of any size', async () => {
  const whole = await readGood(fileOf('A-14', 'csv-utf16be-tab', ledgerFor('A-14')));
  const file = fileOf('A-14', 'csv-utf16be-tab', ledgerFor('A-14'));
  for (const bytes of [1, 2, 3, 511, 512, 513, 4096]) {
    const result = await readStatement(pieces(file, bytes));
    expect(result).toEqual({ ok: true, value: whole.statement });
  }
});

it('a cell may hold a quoted line break, a quote and the separator', async () => {
  const details = '"Pay Bill from 2547****149 - ""JANE"",\r\nDOE Acc. 7"';
  const { rows } = await readGood(
    lines(
      HEADER,
      ROW.replace('Pay Bill from X', details),
      ROW.replace('UKN4A1B2C3', 'UKN4A1B2C4').replace('110.00', '120.00'),
    ),
  );
  expect(rows.map(({ reference, rowNumber }) => [reference, rowNumber])).toEqual([
    ['7', 2],
    [null, 3],
  ]);
});

/** The beginning of an OLE2 file that names this stream. */
function ole(stream: string): Buffer {
  const magic = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  return Buffer.concat([magic, Buffer.alloc(512), Buffer.from(stream, 'utf16le')]);
}

/** One record of an older workbook: its number, its length and its content. */
function record(number: number, content: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(number, 0);
  head.writeUInt16LE(content.length, 2);
  return Buffer.concat([head, content]);
}

/** What the library gives no types for. */
interface Ole2 {
  readonly utils: {
    readonly cfb_new: () => object;
    readonly cfb_add: (file: object, name: string, content: Buffer) => void;
  };
  readonly write: (file: object, options: { readonly type: 'buffer' }) => Buffer;
}

/** An older workbook by hand: one sheet, S, with one cell that says `=5`. */
function xlsWithFormula(): Buffer {
  const beginOf = (type: number): Buffer => record(0x809, Buffer.from([0, 6, type, ...zeros(13)]));
  const end = record(0x0a, Buffer.alloc(0));
  const sheetOf = (offset: number): Buffer => {
    const content = Buffer.from([0, 0, 0, 0, 0, 0, 1, 0, 0x53]);
    content.writeUInt32LE(offset, 0);
    return record(0x85, content);
  };
  const globals = (offset: number) => Buffer.concat([beginOf(5), sheetOf(offset), end]);
  const formula = record(6, Buffer.from([...zeros(20), 3, 0, 0x1e, 5, 0]));
  const stream = Buffer.concat([globals(globals(0).length), beginOf(0x10), formula, end]);
  const container = CFB as Ole2;
  const file = container.utils.cfb_new();
  container.utils.cfb_add(file, '/Workbook', stream);
  return container.write(file, { type: 'buffer' });
}

function zeros(count: number): number[] {
  return Array<number>(count).fill(0);
}
