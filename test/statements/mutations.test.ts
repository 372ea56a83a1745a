import type { BookedPayment } from '../../domain/statement/bookedPayment';
import { Matcher } from '../../domain/statement/match';
import type { StatementRow } from '../../domain/statement/row';
import type { AmountCents } from '../../domain/values/money';
import type { Receipt } from '../../domain/values/receipt';
import type { ShortcodeNumber } from '../../domain/values/shortcode';
import { BYTE_MUTATIONS, CELL_MUTATIONS, mutate, type Mutant } from './kit/mutations';
import type { Ledger } from './kit/ledger';
import { Random } from './kit/random';
import { readFile } from './kit/readFile';

const SEED = Number(process.env['STATEMENT_SEED'] ?? Math.floor(Date.now() / 1000));
const MUTANTS = 600;

// The library for XLS complains of damaged files on stderr.
beforeAll(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));
afterAll(() => jest.restoreAllMocks());

function bookedOf(ledger: Ledger): BookedPayment[] {
  return ledger.rows
    .filter(({ kind }) => kind === 'payment')
    .map((row, index) => ({
      id: `payment ${index}`,
      receipt: row.receipt as Receipt,
      amountCents: row.amountCents as AmountCents,
      shortcode: ledger.shortcode as ShortcodeNumber,
      completedAtMs: row.completedAtMs,
      payerMasked: row.payerMasked,
    }));
}

/** What every caller knows: shortcode, day, the balance before and after, and our payments. */
function expectedOf(ledger: Ledger) {
  const { shortcode, fromMs, untilMs, openingCents, closingCents } = ledger;
  const booked = bookedOf(ledger);
  const knownReceipts = new Map(
    booked.flatMap(({ receipt, completedAtMs }) =>
      receipt === null || completedAtMs === null ? [] : [[receipt, completedAtMs] as const],
    ),
  );
  const code = shortcode as ShortcodeNumber;
  return { shortcode: code, fromMs, untilMs, openingCents, closingCents, knownReceipts };
}

/** Every exception that matching makes of the rows. */
function exceptions(rows: readonly StatementRow[], ledger: Ledger): number {
  const matcher = new Matcher(bookedOf(ledger), ledger.shortcode as ShortcodeNumber);
  const matches = rows.flatMap((row) => matcher.add(row) ?? []);
  const { missing, unknown } = matcher.conclude();
  return matches.filter(({ agrees }) => !agrees).length + missing.length + unknown.length;
}

/**
 * The money of a row. Nobody but the file itself knows the receipt of a sweep or of a withdrawal,
 * so that a changed letter in one cannot be found; its amount can.
 */
function moneyOf(rows: readonly Pick<StatementRow, 'kind' | 'receipt' | 'amountCents'>[]) {
  return rows
    .map(({ kind, receipt, amountCents }) => {
      const isOurs = kind === 'payment' || kind === 'charge';
      return `${kind} ${isOurs ? receipt : ''} ${amountCents}`;
    })
    .sort();
}

async function judge(mutant: Mutant): Promise<'refused' | 'found' | 'right' | 'wrong'> {
  const { ledger, file } = mutant;
  const { result, rows } = await readFile(file, { expected: expectedOf(ledger) });
  if (!result.ok) return 'refused';
  if (result.value.findings.length > 0 || exceptions(rows, ledger) > 0) return 'found';
  const truth = ledger.rows as unknown as readonly StatementRow[];
  const isRight = JSON.stringify(moneyOf(rows)) === JSON.stringify(moneyOf(truth));
  return isRight ? 'right' : 'wrong';
}

// Guarantees that a changed file is refused, found out or read right, and never read wrong.
it(`${MUTANTS} changed files are never read wrong (STATEMENT_SEED=${SEED})`, async () => {
  const wrong: string[] = [];
  const seen = new Map<string, Set<string>>();
  for (let index = 0; index < MUTANTS; index += 1) {
    const mutant = mutate(new Random(SEED * 1_000 + index));
    const verdict = await judge(mutant);
    seen.set(mutant.what, (seen.get(mutant.what) ?? new Set()).add(verdict));
    const { what, layout, format } = mutant;
    if (verdict === 'wrong') wrong.push(`${index}: ${what} in ${layout}.${format}`);
  }
  expect(wrong).toEqual([]);
  const all = [...Object.keys(CELL_MUTATIONS), ...Object.keys(BYTE_MUTATIONS)];
  expect([...seen.keys()].sort()).toEqual(all.sort());
  expect(seen.get('two columns are swapped with their labels')).toEqual(new Set(['right']));
  expect(seen.get('all times are three hours late')).toEqual(new Set(['refused']));
  expect(seen.get('a column is new')).toEqual(new Set(['found']));
}, 120_000);
