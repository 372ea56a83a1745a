/** The calls of Daraja and its own calls to the merchant, as fault rules name them. */
export const operations = [
  'oauth',
  'stk_push',
  'stk_query',
  'c2b_register',
  'c2b_simulate',
  'c2b_confirmation',
  'transaction_status',
  'reversal',
  'b2c',
  'pochi',
  'b2b',
  'b2b_express',
  'tax',
  'account_balance',
  'pull_register',
  'pull_query',
  'qr_code',
  'standing_order',
] as const;

export type Operation = (typeof operations)[number];

/** What a fault rule can be matched against. */
export interface Facts {
  readonly msisdn?: string | undefined;
  readonly amountKes?: number | undefined;
  readonly shortcode?: string | undefined;
}
