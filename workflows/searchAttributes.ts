import { defineSearchAttributeKey } from '@temporalio/common';

/**
 * What operators can list payments by in the Temporal UI. These are stored in clear by the
 * engine, so no phone number and no free text is ever among them.
 */
export const searchAttributes = {
  merchantId: defineSearchAttributeKey('MerchantId', 'KEYWORD'),
  paymentStatus: defineSearchAttributeKey('PaymentStatus', 'KEYWORD'),
  shortcode: defineSearchAttributeKey('Shortcode', 'KEYWORD'),
  failureCode: defineSearchAttributeKey('FailureCode', 'KEYWORD'),
  channel: defineSearchAttributeKey('Channel', 'KEYWORD'),
  businessDate: defineSearchAttributeKey('BusinessDate', 'KEYWORD'),
  needsAttention: defineSearchAttributeKey('NeedsAttention', 'BOOL'),
  receipt: defineSearchAttributeKey('Receipt', 'KEYWORD'),
} as const;
