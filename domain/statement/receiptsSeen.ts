import type { Failure } from './proof';
import { ROW_KINDS, type RowKind, type StatementRow } from './row';

const BIT = Object.fromEntries(ROW_KINDS.map((kind, index) => [kind, index])) as Readonly<
  Record<RowKind, number>
>;

/**
 * Which kinds were seen under which receipt, one small integer each, so that a million receipts fit
 * in memory. The same kind twice in the same direction is a duplicate; a sweep may go out and in.
 */
export class ReceiptsSeen {
  readonly #kinds = new Map<string, number>();
  duplicates = 0;
  firstDuplicate: Failure | null = null;

  add(row: StatementRow): void {
    const before = this.#kinds.get(row.receipt) ?? 0;
    const bit = 1 << (BIT[row.kind] * 2 + (row.amountCents < 0 ? 1 : 0));
    if ((before & bit) !== 0) this.#report(row);
    this.#kinds.set(row.receipt, before | bit);
  }

  #report({ sheet, rowNumber, receipt, kind }: StatementRow): void {
    this.duplicates += 1;
    this.firstDuplicate ??= {
      place: { sheet, rowNumber },
      column: 'receipt',
      expected: `one row of the kind ${kind} under ${receipt}`,
      found: 'a second one',
    };
  }

  has(receipt: string): boolean {
    return this.#kinds.has(receipt);
  }

  /** Receipts of charges that nothing was charged for, as far as this file shows. */
  *unpairedCharges(): Generator<string> {
    const charge = 3 << (BIT.charge * 2);
    for (const [receipt, kinds] of this.#kinds) {
      if ((kinds & charge) !== 0 && (kinds & ~charge) === 0) yield receipt;
    }
  }
}
