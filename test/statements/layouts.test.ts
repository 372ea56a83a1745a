import type { StatementRow } from '../../domain/statement/row';
import { ROW_KINDS } from '../../domain/statement/row';
import { FIXTURES, type Fixture } from './kit/fixtures';
import { readGood } from './kit/readFile';

const inOrder = (rows: readonly StatementRow[]): StatementRow[] =>
  [...rows].sort(
    (a, b) =>
      a.completedAtMs - b.completedAtMs ||
      a.receipt.localeCompare(b.receipt) ||
      b.amountCents - a.amountCents,
  );

/** What is in every layout, and what the layout leaves out as the reader must see it. */
function moneyOf(rows: readonly StatementRow[]) {
  return inOrder(rows).map(({ receipt, completedAtMs, kind, amountCents, balanceCents }) => ({
    receipt,
    completedAtMs,
    kind,
    amountCents,
    balanceCents,
  }));
}

function truthOf({ ledger }: Fixture) {
  return ledger.rows.map(({ receipt, completedAtMs, kind, amountCents, balanceCents }) => ({
    receipt,
    completedAtMs,
    kind: kind,
    amountCents,
    balanceCents,
  }));
}

// Guarantees that a file of any layout in any format is read as the money that moved.
describe('every layout in every format', () => {
  it('is known in enough of them', () => {
    expect(FIXTURES.length).toBeGreaterThanOrEqual(24);
  });

  it.each(FIXTURES.map((fixture) => [fixture.name, fixture] as const))(
    '%s gives the rows of the ledger',
    async (_name, fixture) => {
      const { statement, rows } = await readGood(fixture.file);
      expect(statement.layout).toBe(fixture.layout);
      expect(moneyOf(rows)).toEqual(truthOf(fixture));
      expect(statement.findings).toEqual([]);
      expect(statement.identity).toEqual({
        openingCents: fixture.ledger.openingCents,
        closingCents: fixture.ledger.closingCents,
        elsewhereCents: 0,
        residualCents: 0,
      });
    },
  );

  it.each(FIXTURES.map((fixture) => [fixture.name, fixture] as const))(
    '%s gives the sums of the ledger by kind',
    async (_name, { file, ledger }) => {
      const { statement } = await readGood(file);
      for (const kind of ROW_KINDS) {
        const rows = ledger.rows.filter((row) => row.kind === kind);
        const sum = (sign: 1 | -1) =>
          rows.reduce((cents, { amountCents }) => cents + Math.max(sign * amountCents, 0), 0);
        expect(statement.sums[kind]).toEqual({
          rows: rows.length,
          inCents: sum(1),
          outCents: sum(-1),
        });
      }
    },
  );
});

// Guarantees that it makes no difference in which format the same day was exported.
describe('twins', () => {
  const layouts = [...new Set(FIXTURES.map(({ name }) => name.split('.')[0] ?? ''))];

  it.each(layouts)('of layout %s are equal in every cell but their place', async (layout) => {
    const twins = FIXTURES.filter(({ name }) => name.startsWith(`${layout}.`));
    const read = await Promise.all(
      twins.map(async ({ file }) => {
        const { rows } = await readGood(file);
        return rows.map((row) => ({ ...row, sheet: null, account: '', rowNumber: 0 }));
      }),
    );
    expect(read.length).toBeGreaterThan(4);
    for (const rows of read) expect(rows).toEqual(read[0]);
  });
});

describe('what a row says beside its money', () => {
  const fixture = FIXTURES.find(({ name }) => name === 'A-13.csv');

  it('is the masked payer and the reference that the customer typed', async () => {
    if (!fixture) throw new Error('There is no A-13.csv.');
    const { rows } = await readGood(fixture.file);
    const truth = fixture.ledger.rows.map(({ payerMasked, reference }) => ({
      payerMasked,
      reference,
    }));
    const read = inOrder(rows).map(({ payerMasked, reference }) => ({ payerMasked, reference }));
    expect(read).toEqual(truth);
    expect(JSON.stringify(rows)).not.toMatch(/JANE|OTIENO|AMINA/);
  });

  it('is the row and the sheet as a person counts', async () => {
    const workbook = FIXTURES.find(({ name }) => name === 'D.xlsx');
    if (!fixture || !workbook) throw new Error('A fixture is missing.');
    const text = fixture.file.toString().split('\n');
    const { rows } = await readGood(fixture.file);
    for (const row of rows) expect(text[row.rowNumber - 1]).toContain(row.receipt);
    const { rows: ofSheet } = await readGood(workbook.file);
    expect(ofSheet[0]).toMatchObject({ sheet: 'M-PESA FULL STATEMENT - Merchan', rowNumber: 10 });
  });
});
