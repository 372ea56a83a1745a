import { parseCents } from '../../domain/statement/cents';
import type { RowKind, RowPlace, StatementRow } from '../../domain/statement/row';
import { WallClock } from '../../domain/statement/wallTime';
import type { AmountCents } from '../../domain/values/money';
import { parseReceipt, type Receipt } from '../../domain/values/receipt';
import { parseShortcode } from '../../domain/values/shortcode';
import type { Header } from '../layouts/header';
import type { ColumnRole } from '../layouts/layout';
import { refusedRow } from '../refusal';
import type { Page, RawRow } from '../tables/page';
import type { Findings } from './findings';
import { isKnownLabel, kindOf, labelOf } from './labels';
import { payerIn, referenceIn } from './parties';

const COMPLETED = 'completed';
const NOT_COMPLETED = ['failed', 'declined', 'cancelled', 'attempted', 'expired'];
const HEAD_OFFICE = /\b(head ?office|hq)\b/i;
const OUR_CURRENCIES = ['', 'KES', 'KSH'];

/** Turns raw rows of one table into rows of money, by the header of the table. */
export class RowReader {
  readonly #clock: WallClock;
  readonly #header: Header;
  #shift: 0 | -1 | null;
  notCompleted = 0;

  constructor(
    header: Header,
    private readonly page: Pick<Page, 'sheet' | 'dateSystem'>,
    private readonly findings: Findings,
  ) {
    this.#header = header;
    this.#clock = new WallClock(page.dateSystem);
    this.#shift = header.layout.headerLeads ? null : 0;
  }

  /** The receipt of a row, or null where the row is not about money. */
  receiptOf(row: RawRow): Receipt | null {
    const index = this.#header.indexes.get('receipt') ?? 0;
    this.#shift ??= this.#shiftOf(row, index);
    return parseReceipt(row.cells[index + (this.#shift ?? 0)]);
  }

  /** Whether the label stands over a column of these rows: one that leads the header does not. */
  hasColumn(index: number): boolean {
    return index + (this.#shift ?? 0) >= 0;
  }

  /** How far a header leads shows in the first row with a receipt and a time in their places. */
  #shiftOf({ cells }: RawRow, index: number): 0 | -1 | null {
    const completedAt = this.#header.indexes.get('completedAt') ?? 0;
    const fits = ([0, -1] as const).find(
      (shift) =>
        parseReceipt(cells[index + shift]) !== null &&
        this.#clock.read(cells[completedAt + shift] ?? '') !== null,
    );
    return fits ?? null;
  }

  /** A row of money, or null where no money moved. */
  read(row: RawRow, receipt: Receipt): StatementRow | null {
    const place = { sheet: this.page.sheet, rowNumber: row.number };
    this.#checkWidth(row, place);
    if (!this.#isCompleted(row, place) || this.#isHeadOffice(row, place)) {
      this.notCompleted += 1;
      return null;
    }
    const details = this.#text(row, 'details');
    const otherParty = this.#text(row, 'otherParty');
    const amountCents = this.#amount(row, place);
    const linkedReceipt = parseReceipt(this.#text(row, 'linkedReceipt'));
    const typed = this.#text(row, 'reference');
    return {
      sheet: place.sheet,
      rowNumber: place.rowNumber,
      receipt,
      completedAtMs: this.#completedAt(row, place),
      kind: this.#kind(row, place, amountCents, linkedReceipt),
      amountCents,
      balanceCents: this.#needed(row, place, 'balance'),
      payerMasked: payerIn(otherParty) ?? payerIn(details),
      reference: typed === '' ? referenceIn(details) : typed,
      linkedReceipt,
      shortcode: parseShortcode(this.#text(row, 'shortcode')),
      account: this.#account(row),
    };
  }

  #text(row: RawRow, role: ColumnRole): string {
    const index = this.#header.indexes.get(role);
    if (index === undefined) return '';
    return row.cells[index + (this.#shift ?? 0)]?.trim() ?? '';
  }

  /** What stands behind the last label, or under none, is content that nobody can name. */
  #checkWidth({ cells }: RawRow, place: RowPlace): void {
    const { labels } = this.#header;
    for (let index = 0; index < cells.length; index += 1) {
      const label = labels[index - (this.#shift ?? 0)];
      if ((label === undefined || label === '') && cells[index]?.trim() !== '') {
        throw refusedRow(place, null, `Cell ${index + 1} of the row has no column.`);
      }
    }
  }

  #isCompleted(row: RawRow, place: RowPlace): boolean {
    if (!this.#header.indexes.has('status')) return true;
    const status = this.#text(row, 'status');
    if (status.toLowerCase() === COMPLETED) return true;
    if (!NOT_COMPLETED.includes(status.toLowerCase())) {
      this.findings.add({ kind: 'layout_drift', what: 'status', label: status, place });
    }
    return false;
  }

  /** A head office's row sums up its stores: counted, every total would be double. */
  #isHeadOffice(row: RawRow, place: RowPlace): boolean {
    const store = this.#text(row, 'store');
    if (store === '' || !HEAD_OFFICE.test(store)) return false;
    this.findings.add({ kind: 'head_office_row', label: store, place });
    return true;
  }

  #amount(row: RawRow, place: RowPlace): AmountCents {
    const paidIn = this.#cents(row, place, 'paidIn');
    const withdrawn = this.#cents(row, place, 'withdrawn');
    if (paidIn === null && withdrawn === null) {
      throw refusedRow(place, 'paidIn', 'The row shows neither money paid in nor withdrawn.');
    }
    if (paidIn !== null && paidIn < 0) {
      throw refusedRow(place, 'paidIn', 'The row shows a negative amount paid in.');
    }
    if (paidIn && withdrawn) {
      throw refusedRow(place, 'paidIn', 'The row shows money paid in and withdrawn at once.');
    }
    const currency = this.#text(row, 'currency').toUpperCase();
    if (!OUR_CURRENCIES.includes(currency)) {
      throw refusedRow(place, 'currency', `The row is in ${currency}, not in KES.`);
    }
    return (paidIn || -Math.abs(withdrawn ?? 0) || 0) as AmountCents;
  }

  /** Cents of a cell, null where it is blank; what is not an amount is never taken for zero. */
  #cents(row: RawRow, place: RowPlace, role: 'paidIn' | 'withdrawn' | 'balance') {
    const written = this.#text(row, role);
    if (written === '') return null;
    const cents = parseCents(written);
    if (cents === null) throw refusedRow(place, role, `"${written}" is not an amount.`);
    return cents;
  }

  #needed(row: RawRow, place: RowPlace, role: 'balance'): AmountCents {
    const cents = this.#cents(row, place, role);
    if (cents === null) throw refusedRow(place, role, 'The row shows no balance.');
    return cents;
  }

  #completedAt(row: RawRow, place: RowPlace): number {
    const written = this.#text(row, 'completedAt');
    const atMs = this.#clock.read(written) ?? this.#besideInitiation(row, written);
    if (atMs !== null) return atMs;
    throw refusedRow(place, 'completedAt', `"${written}" is not a time that a statement writes.`);
  }

  #besideInitiation(row: RawRow, written: string): number | null {
    const initiatedAtMs = this.#clock.read(this.#text(row, 'initiatedAt'));
    return initiatedAtMs === null ? null : this.#clock.readBeside(written, initiatedAtMs);
  }

  /** The details say most exactly what a row is; the type says it where there are none. */
  #kind(row: RawRow, place: RowPlace, amountCents: number, linkedReceipt: Receipt | null): RowKind {
    const details = labelOf(this.#text(row, 'details'));
    const type = labelOf(this.#text(row, 'type'));
    this.#reportUnknown('details', details, place);
    this.#reportUnknown('type', type, place);
    const label = isKnownLabel(details) ? details : type;
    const kind = kindOf(label, amountCents);
    if (kind === 'other') this.findings.add({ kind: 'unusual_direction', label, place });
    const isTakenBack = linkedReceipt !== null && this.#header.indexes.has('store');
    return isTakenBack ? 'reversal' : (kind ?? 'other');
  }

  #reportUnknown(what: 'details' | 'type', label: string, place: RowPlace): void {
    if (label === '' || isKnownLabel(label)) return;
    this.findings.add({ kind: 'layout_drift', what, label, place });
  }

  /** Rows of one sheet share a balance, but for layouts that name the store. */
  #account(row: RawRow): string {
    const sheet = this.page.sheet ?? '';
    if (!this.#header.indexes.has('store')) return sheet;
    return `${sheet}|${this.#text(row, 'store')}|${this.#text(row, 'accountName')}`;
  }
}
