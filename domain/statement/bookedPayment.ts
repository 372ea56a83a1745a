import type { AmountCents } from '../values/money';
import type { Receipt } from '../values/receipt';
import type { ShortcodeNumber } from '../values/shortcode';

/** What our books say of one success. Null is what they do not know. */
export interface BookedPayment {
  readonly id: string;
  readonly receipt: Receipt | null;
  readonly amountCents: AmountCents;
  readonly shortcode: ShortcodeNumber;
  readonly completedAtMs: number | null;
  readonly payerMasked: string | null;
}
