import type { Failure } from './proof';
import { ROW_KINDS, type RowKind, type StatementRow } from './row';

const BIT = Object.fromEntries(ROW_KINDS.map((kind, index) => [kind, index])) as Readonly<
  Record<RowKind, number>
>;

/** Two bits for each kind, one for each direction of money; the seconds stand above them. */
const KINDS = 2 ** (ROW_KINDS.length * 2);

/** Rows under one receipt are completed together. */
const APART_MAX_S = 120;

const LISTED_MAX = 100;

/**
 * What was seen under which receipt, one number each, so that a million receipts fit in memory:
 * which kinds, and when. The same kind twice in one direction is a duplicate; a sweep may go out
 * and in.
 */
export class ReceiptsSeen {
  readonly #seen = new Map<string, number>();
  readonly atTwoTimes: string[] = [];
  firstDuplicate: Failure | null = null;

  add(row: StatementRow): void {
    const bit = 1 << (BIT[row.kind] * 2 + (row.amountCents < 0 ? 1 : 0));
    const atS = Math.floor(row.completedAtMs / 1000);
    const before = this.#seen.get(row.receipt);
    if (before === undefined) {
      this.#seen.set(row.receipt, atS * KINDS + bit);
      return;
    }
    const kinds = before % KINDS;
    const beforeS = (before - kinds) / KINDS;
    if ((kinds & bit) !== 0) this.#report(row);
    if (Math.abs(beforeS - atS) > APART_MAX_S && this.atTwoTimes.length < LISTED_MAX) {
      this.atTwoTimes.push(row.receipt);
    }
    this.#seen.set(row.receipt, beforeS * KINDS + (kinds | bit));
  }

  #report({ sheet, rowNumber, receipt, kind }: StatementRow): void {
    this.firstDuplicate ??= {
      place: { sheet, rowNumber },
      column: 'receipt',
      expected: `one row of the kind ${kind} under ${receipt}`,
      found: 'a second one',
    };
  }

  /** Receipts of charges that nothing was charged for, as far as this file shows. */
  unpairedCharges(): readonly string[] {
    const charge = 3 << (BIT.charge * 2);
    const unpaired: string[] = [];
    for (const [receipt, seen] of this.#seen) {
      const kinds = seen % KINDS;
      if ((kinds & charge) === 0 || (kinds & ~charge) !== 0) continue;
      if (unpaired.push(receipt) === LISTED_MAX) break;
    }
    return unpaired;
  }
}
