import type { Movement } from './ledger';
import { mainAccount } from './mainAccount';
import type { Organisation } from './shortcodes';

/** The Reason Type of a movement, in statements and in Transaction Status results. */
export function reasonType(
  { kind, partyB, shortcode }: Movement,
  organisation: Organisation,
): string {
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
      return sweepLabel(organisation);
    case 'overdraft_repayment':
      return 'OD Payment Transfer';
  }
}

/** What a sweep out of the account of an organisation's customers is called. */
export function sweepLabel(organisation: Organisation): string {
  return `${mainAccount(organisation)} to Organization Settlement Account`;
}

/** What the tariff that an organisation bears is called. */
export function chargeLabel({ kind }: Organisation): string {
  return kind === 'store' ? 'Pay merchant Charge' : 'Pay Bill Charge';
}
