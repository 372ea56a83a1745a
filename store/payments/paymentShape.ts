import { z } from 'zod';
import { REVIEW_DECISIONS } from '../../domain/evidence/evidence';
import { DELIVERY_STATUSES } from '../../domain/machine/merchantEvent';
import { PAYMENT_EVENT_TYPES, PUSH_STATUSES, type Payment } from '../../domain/payment/payment';
import { PAYMENT_STATES, PAYMENT_STEPS } from '../../domain/payment/state';
import { FAILURES, type FailureCode } from '../../domain/values/failures';
import { evidenceShape } from '../mongo/evidenceShape';

const ms = z.number().nonnegative();
const text = z.string().min(1);

const pushShape = z.strictObject({
  callbackTokenHash: text,
  formerTokenHashes: z.array(text),
  status: z.enum(PUSH_STATUSES),
  reservedAtMs: ms,
  answeredAtMs: ms.nullable(),
  checkoutRequestId: text.nullable(),
  merchantRequestId: text.nullable(),
  errorCode: text.nullable(),
});

const historyShape = z.strictObject({
  sequence: z.number().int().positive(),
  step: z.enum(PAYMENT_STEPS),
  from: z.enum(PAYMENT_STATES),
  to: z.enum(PAYMENT_STATES),
  atMs: ms,
  detail: z.string().nullable(),
  by: z.strictObject({ instructionId: text, operatorId: text, reason: text }).optional(),
  previousHash: z.string(),
  hash: text,
});

const proposalShape = z.strictObject({
  decision: z.enum(REVIEW_DECISIONS),
  receipt: text.nullable(),
  operatorId: text,
  atMs: ms,
  sightings: z.number().int().nonnegative(),
});

/** A merchant's event as it lies in its owner's document. */
export const eventShape = z.strictObject({
  eventId: text,
  type: z.enum(PAYMENT_EVENT_TYPES),
  sequence: z.number().int().positive(),
  createdAtMs: ms,
  body: text,
  status: z.enum(DELIVERY_STATUSES),
  deliveredAtMs: ms.nullable(),
});

/** The moments of each part of the document, by their stored names. */
export const MOMENTS = {
  payment: ['createdAt', 'promptBeforeAt', 'verdictAt', 'phoneWaitUntil', 'retryNotBefore'],
  push: ['reservedAt', 'answeredAt'],
  history: ['at'],
  event: ['createdAt', 'deliveredAt'],
  proposal: ['at'],
};

/**
 * The shape of a payment, checked before every write and after every read, so that neither a bug
 * nor a hand in the database passes for a payment. Brands are the domain's; the shape vouches.
 */
export const paymentShape = z
  .object({
    paymentId: text,
    merchantId: text,
    shortcode: text,
    amountKes: z.number().int().positive(),
    reference: text,
    description: z.string().nullable(),
    phoneMasked: text,
    phoneHash: text,
    createdAtMs: ms,
    promptBeforeAtMs: ms,
    state: z.enum(PAYMENT_STATES),
    version: z.number().int().positive(),
    grade: z.enum(['reported', 'reviewed', 'corroborated', 'settled']).nullable(),
    receipt: text.nullable(),
    failureCode: z.enum(Object.keys(FAILURES) as FailureCode[]).nullable(),
    verdictAtMs: ms.nullable(),
    needsAttention: z.boolean(),
    push: pushShape.nullable(),
    // Documents of releases that did not hold phones lack these.
    holdsPhone: z.boolean().default(false),
    phoneWaitUntilMs: ms.nullable().default(null),
    retryNotBeforeMs: ms.nullable().default(null),
    // Documents of releases in which nobody could decide lack this.
    proposal: proposalShape.nullable().default(null),
    evidence: z.array(evidenceShape),
    history: z.array(historyShape),
    events: z.array(eventShape),
  })
  .transform((payment) => payment as unknown as Payment);
