import { read, utils } from '@e965/xlsx';
import { startTestBed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(async () => {
  await bed.client.post('/reset');
  await bed.client.post('/settings', { statementFailedRows: false });
});

type Table = readonly (readonly string[])[];

const today = (): string => new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);

async function download(query: string, shortcode = '174379'): Promise<Buffer> {
  const address = `/control/statement?shortcode=${shortcode}&date=${today()}&${query}`;
  const response = await fetch(bed.simulator.url + address);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** The tables of a file, as a library that is not the writer's own code reads them. */
function tables(bytes: Buffer, raw = false): Record<string, Table> {
  const book = read(bytes, { type: 'buffer', raw });
  return Object.fromEntries(
    book.SheetNames.map((name) => {
      const sheet = book.Sheets[name] ?? {};
      return [name, utils.sheet_to_json<string[]>(sheet, { header: 1, defval: '', raw: true })];
    }),
  );
}

function onlyTable(bytes: Buffer): Table {
  return Object.values(tables(bytes, true)).at(-1) ?? [];
}

async function pay(amountKes: number): Promise<string> {
  const payment = { payee: '174379', msisdn: '254700000009', amountKes, accountReference: 'ORD-1' };
  const answer = await bed.client.post('/payments', payment);
  return String(answer.json['receipt']);
}

/** The rows under the header, which is found by its first words. */
function body(table: Table): Table {
  return table.slice(table.findIndex((row) => row.some((cell) => /^receipt/i.test(cell))) + 1);
}

const WIDTHS = { 'A-8': 8, 'A-9': 9, A: 13, 'A-14': 14, B: 7, C: 11, D: 9, E: 10, T: 9 } as const;
const HEADER_ROWS = { 'A-8': 2, 'A-9': 2, A: 6, 'A-14': 6, B: 0, C: 0, D: 8, E: 11, T: 5 } as const;

describe.each(Object.keys(WIDTHS) as (keyof typeof WIDTHS)[])('layout %s', (layout) => {
  it('has its header where the real one has it, and a row for each movement', async () => {
    const receipt = await pay(1_000);
    const csv = await download(`layout=${layout}`);
    const header = csv.toString('utf8').split(/\r?\n/)[HEADER_ROWS[layout]] ?? '';
    expect(header).toMatch(/receipt/i);
    expect(header.split(',')).toHaveLength(WIDTHS[layout]);
    expect(body(onlyTable(csv)).map((row) => row.includes(receipt))).toEqual([true, true]);
  });

  it.each(['xls', 'xlsx'])('has as many rows in %s as in CSV', async (format) => {
    await pay(1_000);
    await pay(70);
    const csv = onlyTable(await download(`layout=${layout}`));
    const bytes = await download(`layout=${layout}&format=${format}`);
    expect(bytes.subarray(0, 2).toString('latin1')).toBe(format === 'xlsx' ? 'PK' : '\xd0\xcf');
    const table = onlyTable(bytes);
    expect(body(table)).toHaveLength(body(csv).length);
  });
});

it('leaves a label too many in the header of layout C as CSV, and none in a workbook', async () => {
  const receipt = await pay(1_000);
  const [csv, xlsx] = [await download('layout=C'), await download('layout=C&format=xlsx')];
  const column = (table: Table) => table[0]?.indexOf('RECEIPT_NUMBER');
  const place = (table: Table) => table[1]?.indexOf(receipt);
  expect([column(onlyTable(csv)), place(onlyTable(csv))]).toEqual([2, 1]);
  expect([column(onlyTable(xlsx)), place(onlyTable(xlsx))]).toEqual([1, 1]);
});

// Guarantees that the checksum of layout D holds to the cent.
it('sums the details of layout D on a sheet of its own', async () => {
  await pay(1_000);
  await pay(70);
  await bed.client.post('/overdraft-repayments', { shortcode: '174379' });
  const { Summary: summary = [], ...rest } = tables(await download('layout=D&format=xlsx'));
  const [name, details = []] = Object.entries(rest)[0] ?? [];
  expect(name).toBe('M-PESA FULL STATEMENT - Utility');
  const sum = (column: number) =>
    body(details).reduce((cents, row) => cents + Math.round(Number(row[column]) * 100), 0);
  const total = summary.at(-1) ?? [];
  expect(total[0]).toBe('Total');
  expect(Math.round(Number(total[1]) * 100)).toBe(sum(4));
  expect(Math.round(Number(total[2]) * 100)).toBe(-sum(5));
  expect(summary.map(([type]) => type)).toContain('OD Payment Transfer');
});

it('writes times of workbooks as days of the clock in Nairobi', async () => {
  await pay(1_000);
  const [row = []] = body(onlyTable(await download('layout=A&format=xlsx')));
  const [csvRow = []] = body(onlyTable(await download('layout=A')));
  const ofSerial = new Date(Date.UTC(1899, 11, 30) + Math.round(Number(row[1]) * 86_400) * 1_000);
  const [day = '', month = '', rest = ''] = String(csvRow[1]).split('-');
  const [year = '', clock = ''] = rest.split(' ');
  expect(ofSerial.toISOString()).toBe(`${year}-${month}-${day}T${clock}.000Z`);
});

it('gives the parts of a day the balances of their own stretch', async () => {
  await pay(1_000);
  const before = onlyTable(await download('layout=A&until=00:01'));
  const whole = onlyTable(await download('layout=A&from=00:00&until=24:00'));
  expect(body(before)).toHaveLength(0);
  expect(before[5]?.[3]).toBe(whole[5]?.[1]);
  const late = `/control/statement?shortcode=174379&date=${today()}&from=10:00&until=09:00`;
  expect((await fetch(bed.simulator.url + late)).status).toBe(400);
});

describe('a planted trouble', () => {
  const planted = async (plant: string) => body(onlyTable(await download(`plant=${plant}`)));
  let receipts: string[] = [];
  beforeEach(async () => {
    receipts = [await pay(300), await pay(70), await pay(500)];
  });

  it('is refused where the name is unknown', async () => {
    const address = `/control/statement?shortcode=174379&date=${today()}&plant=rounded`;
    expect((await fetch(bed.simulator.url + address)).status).toBe(400);
  });

  it('cuts the file', async () => {
    const whole = await download('layout=A');
    const cut = await download('layout=A&plant=cut');
    expect(cut).toEqual(whole.subarray(0, cut.length));
    expect(cut.length).toBeLessThan(whole.length);
  });

  it('removes the payment in the middle and leaves its charge', async () => {
    const rows = await planted('row_removed');
    expect(rows).toHaveLength(5);
    expect(rows.filter(([receipt]) => receipt === receipts[1])).toHaveLength(1);
  });

  it('says KES 100 more for one payment and leaves the balances', async () => {
    const [honest, edited] = [await planted(''), await planted('edited_amount')];
    expect(edited.map((row) => row[7])).toEqual(honest.map((row) => row[7]));
    const differing = edited.filter((row, index) => row[5] !== honest[index]?.[5]);
    expect(differing.map((row) => [row[0], row[5]])).toEqual([[receipts[1], '170.00']]);
  });

  it('doubles the rows', async () => {
    expect(await planted('doubled')).toHaveLength(12);
  });

  it('adds a row of another account', async () => {
    const rows = await planted('foreign_row');
    expect(rows.filter(([receipt]) => !receipts.includes(receipt ?? ''))).toHaveLength(1);
  });

  it('shifts the times by three hours', async () => {
    const [[honest = []], [shifted = []]] = [
      await planted(''),
      await planted('shifted_three_hours'),
    ];
    expect(clockMs(shifted[1]) - clockMs(honest[1])).toBe(3 * 3_600_000);
  });

  it('adds a column', async () => {
    const table = onlyTable(await download('plant=new_column'));
    expect(table[6]).toHaveLength(14);
  });

  it('gives two payments one receipt', async () => {
    const rows = await planted('receipt_twice');
    expect(new Set(rows.map(([receipt]) => receipt)).size).toBe(2);
    expect(rows).toHaveLength(6);
  });

  it('repeats the balance within a receipt and changes no other', async () => {
    const rows = await planted('balance_repeated');
    for (const receipt of receipts) {
      const balances = rows.filter((row) => row[0] === receipt).map((row) => row[7]);
      expect(new Set(balances).size).toBe(1);
    }
  });
});

/** The milliseconds that a `dd-mm-yyyy hh:mm:ss` means, of no zone. */
function clockMs(text = ''): number {
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0, second = 0] = text
    .split(/[- :]/)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
