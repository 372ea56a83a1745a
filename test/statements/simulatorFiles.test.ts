import { parseShortcode } from '../../domain/values/shortcode';
import type { Receipt } from '../../domain/values/receipt';
import { startTestBed, type TestBed } from '../simulator/testBed';
import { readFile, readGood } from './kit/readFile';

const PAYBILL = '174379';
const STORE = { shortcode: '7654320', till: '7654321' };
const LAYOUTS = ['A', 'A-8', 'A-9', 'A-14', 'B', 'C', 'D', 'E', 'T'] as const;
const FORMATS = ['csv', 'xls', 'xlsx'] as const;

/** The simulator's ledger at the end of a day in which everything happened. */
interface Entry {
  readonly kind: string;
  readonly receipt: string;
  readonly amountKes: number;
  readonly chargeCents: number;
  readonly completedAt: string;
}

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
  await bed.client.post('/settings', { statementFailedRows: false });
  for (const [shortcode, payee] of [
    [PAYBILL, PAYBILL],
    [STORE.shortcode, STORE.till],
  ] as const) {
    const receipts = [];
    for (const amountKes of [300, 70, 500, 12_000]) receipts.push(await pay(payee, amountKes));
    await bed.client.post(`/ledger/${receipts[1]}/reverse`);
    await bed.client.post('/sweeps', { shortcode });
    for (const amountKes of [45, 45]) await pay(payee, amountKes);
    await bed.client.post('/overdraft-repayments', { shortcode });
    await pay(payee, 1_000);
  }
});
afterAll(() => bed.stop());

async function pay(payee: string, amountKes: number): Promise<string> {
  const payment = { payee, msisdn: '254700000009', amountKes, accountReference: 'ORD-1' };
  const answer = await bed.client.post('/payments', payment);
  return String(answer.json['receipt']);
}

const today = (): string => new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);

async function download(query: string, shortcode = PAYBILL): Promise<Buffer> {
  const address = `/control/statement?shortcode=${shortcode}&date=${today()}&${query}`;
  const response = await fetch(bed.simulator.url + address);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

async function ledger(shortcode: string): Promise<Entry[]> {
  const answer = await fetch(`${bed.simulator.url}/control/ledger?shortcode=${shortcode}`);
  return ((await answer.json()) as { entries: Entry[] }).entries;
}

const KINDS: Readonly<Record<string, string>> = {
  c2b: 'payment',
  reversal: 'reversal',
  sweep: 'sweep',
  overdraft_repayment: 'overdraft',
};

/** The ledger as sums by kind, in cents, as a statement of the account must show them. */
function sumsOf(entries: readonly Entry[]): Record<string, number> {
  const sums: Record<string, number> = {};
  const add = (kind: string, cents: number) => (sums[kind] = (sums[kind] ?? 0) + cents);
  for (const { kind, amountKes, chargeCents } of entries) {
    add(KINDS[kind] ?? kind, (kind === 'c2b' ? 1 : -1) * amountKes * 100);
    if (chargeCents > 0) add('charge', -chargeCents);
  }
  return sums;
}

// Guarantees that files written by other code than the reader's own tests are read right.
describe.each([PAYBILL, STORE.shortcode])('the statement of %s', (shortcode) => {
  it.each(LAYOUTS.flatMap((layout) => FORMATS.map((format) => [layout, format] as const)))(
    'in layout %s as %s is proven and says what the ledger says',
    async (layout, format) => {
      const file = await download(`layout=${layout}&format=${format}`, shortcode);
      const entries = await ledger(shortcode);
      const known = new Map(
        entries.map(({ receipt, completedAt }) => [receipt as Receipt, Date.parse(completedAt)]),
      );
      const { statement, rows } = await readGood(file, { expected: { knownReceipts: known } });
      expect(statement.findings).toEqual([]);
      const sums = Object.entries(statement.sums)
        .map(([kind, { inCents, outCents }]) => [kind, inCents - outCents] as const)
        .filter(([, cents]) => cents !== 0);
      const expected = sumsOf(entries);
      // The pair of a sweep leaves nothing where both of its sides stand in the file.
      if (layout === 'B') delete expected['sweep'];
      expect(Object.fromEntries(sums)).toEqual(expected);
      expect(new Set(rows.map(({ receipt }) => receipt))).toEqual(new Set(known.keys()));
    },
  );
});

const REFUSED = ['cut', 'row_removed', 'edited_amount', 'doubled', 'foreign_row', 'receipt_twice'];

// Guarantees that a file with a planted error is never taken for a good one.
describe('a planted error', () => {
  it.each(
    REFUSED.flatMap((plant) =>
      (['A', 'B', 'C', 'D', 'T'] as const).flatMap((layout) =>
        FORMATS.map((format) => [plant, layout, format] as const),
      ),
    ),
  )('%s in layout %s as %s is refused', async (plant, layout, format) => {
    const file = await download(`layout=${layout}&format=${format}&plant=${plant}`);
    const { result } = await readFile(file);
    expect(result).toMatchObject({ ok: false, error: { reason: expect.any(String) as string } });
  });

  it('of three hours is told by the receipts that are known', async () => {
    const file = await download('layout=B&plant=shifted_three_hours');
    const entries = await ledger(PAYBILL);
    const knownReceipts = new Map(
      entries.map(({ receipt, completedAt }) => [receipt as Receipt, Date.parse(completedAt)]),
    );
    const { result } = await readFile(file, { expected: { knownReceipts } });
    expect(result).toMatchObject({ ok: false, error: { code: 'not_proven' } });
    expect(result.ok ? '' : result.error.reason).toContain('clock');
  });

  it('of another shortcode is refused where the file names its own', async () => {
    const shortcode = parseShortcode('600984');
    expect(shortcode).not.toBeNull();
    const { result } = await readFile(await download('layout=A'), {
      expected: { shortcode },
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'not_proven' } });
  });

  it('that is a new column is a finding that names it', async () => {
    const { statement } = await readGood(await download('layout=A&plant=new_column'));
    expect(statement.findings).toEqual([
      expect.objectContaining({ label: 'Channel Reference' }) as object,
    ]);
  });

  it('that only repeats balances within a receipt is none', async () => {
    for (const layout of LAYOUTS) {
      const { statement } = await readGood(
        await download(`layout=${layout}&plant=balance_repeated`),
      );
      expect(statement.findings).toEqual([]);
    }
  });
});
