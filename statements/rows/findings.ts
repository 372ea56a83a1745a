import type { RowPlace } from '../../domain/statement/row';

/** What a person should know of a file that is good otherwise. */
export type Finding =
  /** A column or a label that was never seen before, or one that is gone. */
  | {
      readonly kind: 'layout_drift';
      readonly what: 'column' | 'missing_column' | 'preamble' | 'details' | 'type' | 'status';
      readonly label: string;
      readonly place: RowPlace;
    }
  /** A label that is known for the other direction of money only. */
  | { readonly kind: 'unusual_direction'; readonly label: string; readonly place: RowPlace }
  /** A row that sums up others, and was not counted. */
  | { readonly kind: 'head_office_row'; readonly label: string; readonly place: RowPlace }
  /** The last row has no line break: it may have been cut. */
  | { readonly kind: 'no_final_line_break' }
  /** A sheet without a table of money. */
  | { readonly kind: 'sheet_not_read'; readonly label: string }
  | { readonly kind: 'charge_without_payment'; readonly label: string }
  /** Rows of one receipt that were not completed together. */
  | { readonly kind: 'receipt_at_two_times'; readonly label: string };

const FINDINGS_MAX = 100;

/** Each finding once, by kind and label, and not more of them than a person reads. */
export class Findings {
  readonly #seen = new Set<string>();
  readonly list: Finding[] = [];

  add(finding: Finding): void {
    const label = 'label' in finding ? finding.label : '';
    const key = `${finding.kind}:${'what' in finding ? finding.what : ''}:${label}`;
    if (this.#seen.has(key) || this.list.length >= FINDINGS_MAX) return;
    this.#seen.add(key);
    this.list.push(finding);
  }
}
