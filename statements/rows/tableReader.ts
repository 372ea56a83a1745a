import { parseCents } from '../../domain/statement/cents';
import type { StatementRow } from '../../domain/statement/row';
import { Head } from '../layouts/head';
import { headerOf, type Header } from '../layouts/header';
import { LAYOUTS } from '../layouts/layouts';
import { Summary } from '../layouts/summary';
import { refused, refusedRow } from '../refusal';
import type { Notes } from '../tables/notes';
import type { Page, RawRow } from '../tables/page';
import { Findings } from './findings';
import { RowReader } from './rowReader';

/** The longest preamble known has eleven rows; summaries by type are longer. */
const PREAMBLE_ROWS_MAX = 100;

const TOTAL = /^(grand )?totals?:?$/i;

/** One table with a header: what it is, and who reads its rows. */
interface Table {
  readonly header: Header;
  readonly rows: RowReader;
  hasRows: boolean;
  /** The last row of money has fewer cells than the header. */
  endsShort: boolean;
}

/**
 * Reads the tables of a file into rows of money. What stands before the header is preamble, what
 * has no receipt after it is footer, and what is neither refuses the file.
 */
export class TableReader {
  readonly head = new Head();
  readonly findings = new Findings();
  readonly #summary = new Summary();
  #sheet: string | null | undefined;
  #table: Table | null = null;
  #preambleRows = 0;
  #notCompleted = 0;
  layoutId: string | null = null;

  constructor(
    /** Told once, when the first header is found and the preamble is read. */
    private readonly onHeader: () => void,
  ) {}

  read(page: Page): StatementRow[] {
    if (page.sheet !== this.#sheet) this.#openSheet(page.sheet);
    const rows: StatementRow[] = [];
    for (const raw of page.rows) {
      const row = this.#table ? this.#readRow(raw, page, this.#table) : this.#readBefore(raw, page);
      if (row) rows.push(row);
    }
    return rows;
  }

  end(notes: Notes): void {
    this.#closeSheet();
    if (this.layoutId === null) throw unknownLayout();
    if (!notes.endsInARow) return;
    this.findings.add({ kind: 'no_final_line_break' });
  }

  /** Rows that are there and moved no money. */
  get notCompleted(): number {
    return this.#notCompleted + (this.#table?.rows.notCompleted ?? 0);
  }

  /** Whether the file stops in the middle of its last row. */
  get endsShort(): boolean {
    return this.#table?.endsShort ?? false;
  }

  #openSheet(sheet: string | null): void {
    this.#closeSheet();
    this.#sheet = sheet;
    this.#notCompleted = this.notCompleted;
    this.#table = null;
    this.#preambleRows = 0;
  }

  #closeSheet(): void {
    this.#summary.close(this.#sheet ?? null);
    if (this.#sheet == null || this.#table || this.#summary.isFound) return;
    this.findings.add({ kind: 'sheet_not_read', label: this.#sheet });
  }

  #readBefore(raw: RawRow, page: Page): null {
    if (isBlank(raw)) return null;
    const header = headerOf(raw, page.sheet, this.#summary.isFound);
    if (header) {
      this.#open(header, raw, page);
      return null;
    }
    this.#preambleRows += 1;
    if (this.#preambleRows > PREAMBLE_ROWS_MAX) throw unknownLayout();
    if (!this.#summary.take(raw, page, this.head)) this.#readLabels(raw, page);
    return null;
  }

  #open(header: Header, raw: RawRow, page: Page): void {
    this.#summary.close(page.sheet);
    const rows = new RowReader(header, page, this.findings);
    this.#table = { header, rows, hasRows: false, endsShort: false };
    const place = { sheet: page.sheet, rowNumber: raw.number };
    for (const label of header.missing) {
      this.findings.add({ kind: 'layout_drift', what: 'missing_column', label, place });
    }
    if (this.layoutId === null) this.onHeader();
    this.layoutId ??= header.layout.id;
  }

  #readLabels(raw: RawRow, page: Page): boolean {
    const unknown = this.head.read(raw, page);
    for (const label of unknown ?? []) {
      const place = { sheet: page.sheet, rowNumber: raw.number };
      this.findings.add({ kind: 'layout_drift', what: 'preamble', label, place });
    }
    return unknown !== null;
  }

  #readRow(raw: RawRow, page: Page, table: Table): StatementRow | null {
    const receipt = table.rows.receiptOf(raw);
    if (receipt === null) {
      this.#readAfter(raw, page, table);
      return null;
    }
    if (!table.hasRows) this.#reportColumns(raw, page, table);
    table.hasRows = true;
    table.endsShort =
      raw.cells.length < table.header.labels.length - (table.rows.hasColumn(0) ? 0 : 1);
    return table.rows.read(raw, receipt);
  }

  /** Reported with the first row, which shows whether the header leads. */
  #reportColumns(raw: RawRow, page: Page, { header, rows }: Table): void {
    const place = { sheet: page.sheet, rowNumber: raw.number };
    for (const { label, index } of header.unknown) {
      if (!rows.hasColumn(index)) continue;
      this.findings.add({ kind: 'layout_drift', what: 'column', label, place });
    }
  }

  /** Blank rows, totals, labels, notes and repeated headers may stand between and after rows. */
  #readAfter(raw: RawRow, page: Page, { header }: Table): void {
    const written = raw.cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
    const [first] = written;
    if (first === undefined) return;
    if (TOTAL.test(first)) {
      this.#readTotals(raw, page, header);
      return;
    }
    if (headerOf(raw, page.sheet, this.#summary.isFound) || this.#readLabels(raw, page)) return;
    if (written.length === 1 && first.includes(' ')) return;
    const place = { sheet: page.sheet, rowNumber: raw.number };
    throw refusedRow(place, 'receipt', 'The row has no receipt where the header has one.');
  }

  #readTotals(raw: RawRow, { sheet }: Page, { indexes }: Header): void {
    const cents = (['paidIn', 'withdrawn'] as const).map((role) => {
      const written = raw.cells[indexes.get(role) ?? -1]?.trim() ?? '';
      const read = written === '' ? null : parseCents(written);
      if (written !== '' && read === null) {
        const place = { sheet, rowNumber: raw.number };
        throw refusedRow(place, role, `"${written}" is not an amount.`);
      }
      return read;
    });
    this.head.takeTotals({ paidInCents: cents[0] ?? null, withdrawnCents: cents[1] ?? null });
  }
}

function isBlank({ cells }: RawRow): boolean {
  return cells.every((cell) => cell.trim() === '');
}

function unknownLayout(): Error {
  const known = LAYOUTS.map(({ id }) => id).join(', ');
  return refused(
    'layout_unknown',
    `No row is a header with receipt, completion time, paid in, withdrawn and balance ` +
      `(layouts known: ${known}).`,
  );
}
