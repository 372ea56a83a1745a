/** What a column is for, whatever a layout calls it. */
export type ColumnRole =
  | 'receipt'
  | 'completedAt'
  | 'initiatedAt'
  | 'details'
  | 'status'
  | 'paidIn'
  | 'withdrawn'
  | 'balance'
  /** The transaction type or the reason type. */
  | 'type'
  | 'otherParty'
  | 'linkedReceipt'
  | 'reference'
  | 'currency'
  | 'shortcode'
  | 'store'
  | 'accountName'
  /** Known, and of no use to us. */
  | 'unused';

/**
 * A shape of statement: data about its header. A layout is found by its labels, never by a row
 * number or by the name of a file or a sheet.
 */
export interface Layout {
  readonly id: string;
  /** Its labels, as `plainLabel` writes them, and what each is for. */
  readonly columns: Readonly<Record<string, ColumnRole>>;
  /** Labels that stand in some exports and not in others. */
  readonly optional: readonly string[];
  /** The header may have one more label in front than the rows have cells. */
  readonly headerLeads?: true;
  /** What tells it from another layout with the same labels. */
  readonly mark?: 'summary' | 'blank_columns';
}

/** `RECEIPT_NUMBER`, `Receipt Number:` and `receipt  number` are one label; so are `(KSHs)`. */
export function plainLabel(written: string): string {
  return written
    .toLowerCase()
    .replaceAll(/[\s_]+/g, ' ')
    .replace(/ ?\((?:kshs?|kes)\)$/, '')
    .trim()
    .replace(/[.:]+$/, '');
}
