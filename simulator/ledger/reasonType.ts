import type { Movement } from './ledger';

/** The Reason Type of a movement, in statements and in Transaction Status results. */
export function reasonType({ kind, partyB, shortcode }: Movement): string {
  switch (kind) {
    case 'stk':
      return partyB === shortcode ? 'Pay Bill Online' : 'Customer Merchant Payment';
    case 'c2b':
      return partyB === undefined ? 'Pay Utility' : 'Customer Merchant Payment';
    case 'b2c':
      return 'Business Payment to Customer';
    case 'b2b':
      return 'Business Pay Bill';
    case 'tax':
      return 'Pay Tax To KRA';
    case 'reversal':
      return 'Pay Utility Reversal';
    case 'sweep':
      return 'Utility Account to Organization Settlement Account';
  }
}
