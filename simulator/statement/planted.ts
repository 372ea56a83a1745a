import type { Row, Sheet } from './cell';
import type { StatementDay } from './dayOfStatement';
import type { StatementRow } from './statementRows';

/** What is wrong with a file on purpose, by its name in the control API. */
export const TROUBLES = [
  'cut',
  'row_removed',
  'edited_amount',
  'doubled',
  'foreign_row',
  'shifted_three_hours',
  'new_column',
  'receipt_twice',
  'balance_repeated',
] as const;
export type Trouble = (typeof TROUBLES)[number];

const SHIFT_MS = 3 * 3_600_000;
const EDIT_CENTS = 10_000;

/** A day whose rows are not what happened. The balances stand as they were. */
export function plantInDay(day: StatementDay, troubles: ReadonlySet<Trouble>): StatementDay {
  let { rows } = day;
  for (const trouble of troubles) rows = ROW_CHANGES[trouble]?.(rows) ?? rows;
  return { ...day, rows };
}

type RowChange = (rows: readonly StatementRow[]) => readonly StatementRow[];

const ROW_CHANGES: Partial<Record<Trouble, RowChange>> = {
  row_removed: (rows) => rows.toSpliced(middlePayment(rows), 1),
  edited_amount: (rows) =>
    changed(rows, middlePayment(rows), (row) => ({
      ...row,
      paidInCents: row.paidInCents + EDIT_CENTS,
    })),
  doubled: (rows) => rows.flatMap((row) => [row, row]),
  foreign_row: (rows) => rows.toSpliced(middlePayment(rows), 0, ...rows.slice(0, 1).map(foreign)),
  shifted_three_hours: (rows) =>
    rows.map((row) => ({
      ...row,
      completedAtMs: row.completedAtMs + SHIFT_MS,
      initiatedAtMs: row.initiatedAtMs + SHIFT_MS,
    })),
  receipt_twice: withReceiptTwice,
  balance_repeated: withBalancesRepeated,
};

/** The payment nearest to the middle; rows without one have none to change. */
function middlePayment(rows: readonly StatementRow[]): number {
  const payments = rows.flatMap(({ paidInCents, status }, index) =>
    paidInCents > 0 && status === 'Completed' ? [index] : [],
  );
  return payments[Math.floor(payments.length / 2)] ?? rows.length;
}

function changed(
  rows: readonly StatementRow[],
  at: number,
  change: (row: StatementRow) => StatementRow,
): readonly StatementRow[] {
  return rows.map((row, index) => (index === at ? change(row) : row));
}

/** A payment of another account: another receipt, and another balance. */
function foreign(row: StatementRow): StatementRow {
  const [first = 'U', ...others] = row.receipt;
  return {
    ...row,
    receipt: first + others.reverse().join(''),
    details: 'Pay Bill Online from 2547****000 - JOHN **** DOE Acc. OTHER',
    paidInCents: 123_400,
    withdrawnCents: 0,
    balanceCents: 9_876_500,
  };
}

/** The payment in the middle bears the receipt of the newest other one. */
function withReceiptTwice(rows: readonly StatementRow[]): readonly StatementRow[] {
  const middle = middlePayment(rows);
  const taken = rows[middle]?.receipt;
  const other = rows.find(({ receipt, paidInCents }) => paidInCents > 0 && receipt !== taken);
  if (taken === undefined || other === undefined) return rows;
  return rows.map((row) => (row.receipt === taken ? { ...row, receipt: other.receipt } : row));
}

/** All rows of a receipt print the balance after the last of them, as real files do: no fault. */
function withBalancesRepeated(rows: readonly StatementRow[]): readonly StatementRow[] {
  // Newest first: the first row of a receipt has its last balance.
  const last = new Map<string, number>();
  for (const { receipt, balanceCents } of rows) {
    if (!last.has(receipt)) last.set(receipt, balanceCents);
  }
  return rows.map((row) => ({ ...row, balanceCents: last.get(row.receipt) ?? row.balanceCents }));
}

const NEW_COLUMN = 'Channel Reference';

/** Adds a column that no layout is known to have, behind the details. */
export function plantInSheets(
  sheets: readonly Sheet[],
  troubles: ReadonlySet<Trouble>,
): readonly Sheet[] {
  if (!troubles.has('new_column')) return sheets;
  return sheets.map((sheet, index) =>
    index === sheets.length - 1 ? { ...sheet, rows: withNewColumn(sheet.rows) } : sheet,
  );
}

function withNewColumn(rows: readonly Row[]): readonly Row[] {
  const header = rows.findIndex((row) => row.some(({ text }) => /^receipt/i.test(text)));
  return rows.map((row, index) => {
    if (index < header) return row;
    return [...row, { text: index === header ? NEW_COLUMN : `CH-${index}` }];
  });
}

/** A download that broke off after two thirds. */
export function plantInBytes(bytes: Buffer, troubles: ReadonlySet<Trouble>): Buffer {
  return troubles.has('cut') ? bytes.subarray(0, Math.floor((bytes.length * 2) / 3)) : bytes;
}
