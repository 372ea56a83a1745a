import type { Secret } from '../domain/values/secret';
import type { ShortcodeNumber } from '../domain/values/shortcode';

/** Who may ask for reversals and statuses in the name of a shortcode. */
export interface DarajaInitiator {
  readonly name: string;
  readonly password: Secret<string>;
  /** Safaricom's certificate or public key of the environment, in PEM. It is public. */
  readonly certificatePem: string;
}

/** One shortcode with all that Daraja wants to know of it. */
export interface DarajaAccount {
  /** Origin of the environment, with or without a path prefix, such as `https://host`. */
  readonly baseUrl: string;
  /** The paybill; for a till the store (head office) number, not the till. */
  readonly shortcode: ShortcodeNumber;
  readonly transactionType: 'CustomerPayBillOnline' | 'CustomerBuyGoodsOnline';
  /** Who is paid: the shortcode again for a paybill, the till number for a till. */
  readonly partyB: string;
  readonly consumerKey: Secret<string>;
  readonly consumerSecret: Secret<string>;
  readonly passkey: Secret<string>;
  /** Null where Transaction Status cannot be asked. */
  readonly initiator: DarajaInitiator | null;
}
