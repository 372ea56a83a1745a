import { parseCents } from '../../domain/statement/cents';
import { refusedRow } from '../refusal';
import type { Page, RawRow } from '../tables/page';
import type { Head } from './head';
import { plainLabel } from './layout';

interface Columns {
  readonly type: number;
  readonly paidIn: number;
  readonly paidOut: number;
}

/** The table of sums by type, which stands on a sheet of its own or in a preamble. */
export class Summary {
  #columns: Columns | null = null;
  #isOpen = false;
  isFound = false;
  #paidInCents = 0;
  #withdrawnCents = 0;

  /** Takes a row if it belongs to a summary, and says whether it did. */
  take(row: RawRow, page: Page, head: Head): boolean {
    const columns = columnsOf(row);
    if (columns) {
      this.#columns = columns;
      this.#isOpen = true;
      this.isFound = true;
      this.#paidInCents = 0;
      this.#withdrawnCents = 0;
      return true;
    }
    if (!this.#isOpen || !this.#columns) return false;
    const label = plainLabel(row.cells[this.#columns.type] ?? '');
    if (label === '') return true;
    const paidInCents = this.#cents(row, page, this.#columns.paidIn);
    const withdrawnCents = Math.abs(this.#cents(row, page, this.#columns.paidOut));
    if (label !== 'total') {
      this.#paidInCents += paidInCents;
      this.#withdrawnCents += withdrawnCents;
      return true;
    }
    this.#isOpen = false;
    if (paidInCents !== this.#paidInCents || withdrawnCents !== this.#withdrawnCents) {
      const place = { sheet: page.sheet, rowNumber: row.number };
      throw refusedRow(place, null, 'The summary does not add up to its own total.');
    }
    head.takeTotals({ paidInCents, withdrawnCents });
    return true;
  }

  /** A summary without its total was cut off, and the next sheet begins another table. */
  close(sheet: string | null): void {
    if (this.#isOpen) {
      throw refusedRow({ sheet, rowNumber: 1 }, null, 'The summary has no total.');
    }
  }

  #cents(row: RawRow, { sheet }: Page, column: number): number {
    const written = row.cells[column]?.trim() ?? '';
    const cents = written === '' ? 0 : parseCents(written);
    if (cents !== null) return cents;
    const place = { sheet, rowNumber: row.number };
    throw refusedRow(place, null, `The summary holds "${written}" where an amount should be.`);
  }
}

function columnsOf({ cells }: RawRow): Columns | null {
  const labels = cells.map(plainLabel);
  const type = labels.indexOf('transaction type');
  const paidIn = labels.indexOf('paid in');
  const paidOut = labels.indexOf('paid out');
  return type === -1 || paidIn === -1 || paidOut === -1 ? null : { type, paidIn, paidOut };
}
