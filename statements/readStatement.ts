import { NO_EXPECTATION, Prover, type Expectation, type Identity } from '../domain/statement/prove';
import type { Proof } from '../domain/statement/proof';
import type { StatementRow } from '../domain/statement/row';
import type { StatementHead } from '../domain/statement/statementHead';
import type { Sums } from '../domain/statement/sums';
import { err, ok, type Result } from '../domain/values/result';
import { LIMITS, type Limits } from './limits';
import { refused, StatementRefusedError, type StatementRefusal } from './refusal';
import type { Finding } from './rows/findings';
import { TableReader } from './rows/tableReader';
import type { Notes } from './tables/notes';
import { readTables } from './tables/readTables';

/** A statement that was read to its end and of which no proof failed. */
export interface ProvenStatement {
  readonly layout: string;
  readonly head: StatementHead;
  readonly rows: number;
  /** Rows of money that never moved: failed, declined, cancelled; and rows that sum up others. */
  readonly rowsNotCounted: number;
  readonly proofs: readonly Proof[];
  readonly findings: readonly Finding[];
  readonly sums: Sums;
  /** Null where the file has neither rows nor balances. */
  readonly identity: Identity | null;
}

export interface ReadOptions {
  readonly expected?: Partial<Expectation>;
  readonly limits?: Partial<Limits>;
  /**
   * Given the rows as they are read, before anything is proven: keep them apart until the result
   * says that the file is good.
   */
  readonly onRows?: (rows: readonly StatementRow[]) => void | Promise<void>;
}

/**
 * Reads a statement of any known layout and format and proves it. A file that was cut, edited,
 * shifted, or is about another account is refused as a whole; one that proves nothing against
 * itself comes back with what each proof says. Memory does not grow with the file, but for a small
 * integer for each receipt.
 */
export async function readStatement(
  source: AsyncIterable<Uint8Array>,
  { expected, limits, onRows }: ReadOptions = {},
): Promise<Result<ProvenStatement, StatementRefusal>> {
  try {
    const statement = await readToEnd(
      source,
      { ...NO_EXPECTATION, ...expected },
      { ...LIMITS, ...limits },
      onRows,
    );
    const isRefuted = statement.proofs.some(({ verdict }) => verdict === 'failed');
    return isRefuted ? err(notProven(statement.proofs)) : ok(statement);
  } catch (error) {
    if (error instanceof StatementRefusedError) return err(error.refusal);
    throw error;
  }
}

async function readToEnd(
  source: AsyncIterable<Uint8Array>,
  expected: Expectation,
  limits: Limits,
  onRows: ReadOptions['onRows'],
): Promise<ProvenStatement> {
  const notes: Notes = { endsInARow: false };
  const prover = new Prover(expected, () => tables.head.value);
  const tables = new TableReader(() => prover.begin());
  let count = 0;
  for await (const page of readTables(source, limits, notes)) {
    const rows = tables.read(page);
    for (const row of rows) prover.add(row);
    count += rows.length;
    if (rows.length > 0) await onRows?.(rows);
  }
  tables.end(notes);
  if (notes.endsInARow && tables.endsShort) {
    throw refused('unreadable_row', 'The file stops in the middle of its last row.');
  }
  const { proofs, sums, identity, unpairedCharges, receiptsAtTwoTimes } = prover.conclude();
  for (const label of unpairedCharges) {
    tables.findings.add({ kind: 'charge_without_payment', label });
  }
  for (const label of receiptsAtTwoTimes) {
    tables.findings.add({ kind: 'receipt_at_two_times', label });
  }
  return {
    layout: tables.layoutId ?? '',
    head: tables.head.value,
    rows: count,
    rowsNotCounted: tables.notCompleted,
    proofs,
    findings: tables.findings.list,
    sums,
    identity,
  };
}

function notProven(proofs: readonly Proof[]): StatementRefusal {
  const broken = proofs.flatMap((proof) => (proof.verdict === 'failed' ? [proof] : []));
  const [first] = broken;
  return {
    code: 'not_proven',
    reason: broken
      .map(({ name, expected, found }) => `${name}: expected ${expected}, found ${found}`)
      .join('; '),
    remedy:
      'Export the statement again, of the right account and period, and upload that file as is.',
    place: first?.place ?? null,
    column: first?.column ?? null,
    proofs,
  };
}
