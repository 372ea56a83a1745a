import { Schema } from 'mongoose';
import { PAYMENT_STATES } from '../../domain/payment/state';
import { searchableSealedField } from '../mongo/sealedField';

const SUBDOCUMENT = { _id: false, strict: 'throw' } as const;

const attemptSchema = new Schema(
  {
    attemptId: { type: String, required: true },
    callbackTokenHash: { type: String, required: true },
    formerTokenHashes: { type: [String], required: true },
    status: { type: String, required: true },
    claimedAt: { type: Date, required: true },
    answeredAt: { type: Date, default: null },
    checkoutRequest: { type: searchableSealedField, default: null },
    merchantRequestId: { type: String, default: null },
    errorCode: { type: String, default: null },
  },
  SUBDOCUMENT,
);

const historySchema = new Schema(
  {
    sequence: { type: Number, required: true },
    event: { type: String, required: true },
    from: { type: String, required: true },
    to: { type: String, required: true },
    at: { type: Date, required: true },
    detail: { type: String, default: null },
    previousHash: { type: String, default: '' },
    hash: { type: String, required: true },
  },
  SUBDOCUMENT,
);

const outboxSchema = new Schema(
  {
    eventId: { type: String, required: true },
    type: { type: String, required: true },
    sequence: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    body: { type: String, required: true },
    status: { type: String, required: true },
    deliveredAt: { type: Date, default: null },
  },
  SUBDOCUMENT,
);

/** One payment is one document, so that one write moves all of it or nothing. */
export const paymentSchema = new Schema(
  {
    _id: { type: String, required: true },
    merchantId: { type: String, required: true },
    shortcode: { type: String, required: true },
    amountKes: { type: Number, required: true },
    reference: { type: String, required: true },
    description: { type: String, default: null },
    phone: { type: searchableSealedField, required: true },
    phoneMasked: { type: String, required: true },
    idempotencyKey: { type: String, required: true },
    requestHash: { type: String, required: true },
    createdAt: { type: Date, required: true },
    promptBeforeAt: { type: Date, required: true },
    state: { type: String, required: true, enum: PAYMENT_STATES },
    /** True while money may still move: only one such payment per reference. */
    open: { type: Boolean, required: true },
    version: { type: Number, required: true },
    grade: { type: String, default: null },
    receipt: { type: String, default: null },
    failureCode: { type: String, default: null },
    verdictAt: { type: Date, default: null },
    needsAttention: { type: Boolean, required: true },
    attempts: { type: [attemptSchema], required: true },
    /** Mixed, because each kind has its own fields; zod checks them on the way in and out. */
    evidence: { type: [Schema.Types.Mixed], required: true },
    history: { type: [historySchema], required: true },
    outbox: { type: [outboxSchema], required: true },
  },
  { collection: 'payments', versionKey: false, strict: 'throw' },
);
