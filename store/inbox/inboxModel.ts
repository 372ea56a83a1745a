import { Schema } from 'mongoose';
import { sealedField } from '../mongo/sealedField';

/** The inbox: every callback that came with a true token, exactly as it came. */
export const callbackSchema = new Schema(
  {
    _id: { type: String, required: true },
    paymentId: { type: String, required: true },
    attemptId: { type: String, required: true },
    kind: { type: String, required: true, enum: ['stk', 'transaction_status'] },
    /** SHA-256 of the raw body: a repeat of the same callback is the same row. */
    bodyHash: { type: String, required: true },
    /** The raw body, sealed, because it carries the payer's number. */
    body: { type: sealedField, required: true },
    /** Evidence as read from the body, or null where it does not belong to the attempt. */
    evidence: { type: Schema.Types.Mixed, default: null },
    /** Why it is no evidence, null when it is. */
    orphanReason: { type: String, default: null },
    /** Daraja's handle: it ends in the payer's number, so it lies sealed. */
    sealedCheckoutRequestId: { type: String, default: null },
    receivedAt: { type: Date, required: true },
  },
  { collection: 'callbacks', versionKey: false, strict: 'throw' },
);
