import type { AmountCents } from '../values/money';
import type { Receipt } from '../values/receipt';
import type { ShortcodeNumber } from '../values/shortcode';

/** What one row of a statement is about. Only `payment` is income of the organisation. */
export const ROW_KINDS = [
  /** A customer paid. */
  'payment',
  /** The tariff of a payment, under the payment's receipt. */
  'charge',
  /** A payment that was taken back. */
  'reversal',
  /** Money that the organisation sent to a customer or to another business. */
  'payout',
  /** Money between two accounts of the organisation: neither income nor cost. */
  'sweep',
  /** Money on its way to the organisation's bank. */
  'withdrawal',
  /** A business overdraft, taken or repaid. */
  'overdraft',
  /** A fee that belongs to no payment. */
  'fee',
  /** A label that nobody knows yet. It counts for the balance and for nothing else. */
  'other',
] as const;

export type RowKind = (typeof ROW_KINDS)[number];

/** Where a row stands in the file, as a person counts. */
export interface RowPlace {
  /** The sheet of a workbook; null in a CSV file. */
  readonly sheet: string | null;
  readonly rowNumber: number;
}

/** A row of a statement, whatever its layout: money that moved on one account. */
export interface StatementRow extends RowPlace {
  readonly receipt: Receipt;
  readonly completedAtMs: number;
  readonly kind: RowKind;
  /** Positive is paid in, negative is withdrawn. */
  readonly amountCents: AmountCents;
  /** What the row prints as the balance, or null where it prints none. */
  readonly balanceCents: AmountCents | null;
  /** The payer's number, masked, where the row shows one. It is never a key. */
  readonly payerMasked: string | null;
  /** What the customer typed as the account. */
  readonly reference: string | null;
  readonly linkedReceipt: Receipt | null;
  /** The shortcode that the file itself names. */
  readonly shortcode: ShortcodeNumber | null;
  /** The account that the balance belongs to: rows of one account form one chain. */
  readonly account: string;
}
