import type { CallbackEvidence, TransactionStatusEvidence } from './evidence';

/** What the callback listener tells a payment. It holds no phone number. */
export interface CallbackNotice {
  readonly evidence: CallbackEvidence | TransactionStatusEvidence;
  /** The token it came with, hashed: only the attempt's own counts. Null where proven otherwise. */
  readonly callbackTokenHash: string | null;
  /** Daraja's handle ends in the payer's number, so it travels sealed under the store's key. */
  readonly sealedCheckoutRequestId: string | null;
}
