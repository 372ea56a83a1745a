import { z } from 'zod';
import { FAILURES, type FailureCode } from '../../domain/values/failures';
import { PAYMENT_EVENT_TYPES, type Payment } from '../../domain/payment/payment';
import { PAYMENT_EVENTS, PAYMENT_STATES } from '../../domain/payment/state';

const ms = z.number().nonnegative();
const text = z.string().min(1);

const attemptShape = z.strictObject({
  attemptId: text,
  callbackTokenHash: text,
  formerTokenHashes: z.array(text).default([]),
  status: z.enum(['claimed', 'not_sent', 'refused', 'accepted', 'unknown']),
  claimedAtMs: ms,
  answeredAtMs: ms.nullable(),
  checkoutRequestId: text.nullable(),
  merchantRequestId: text.nullable(),
  errorCode: text.nullable(),
});

const seen = { evidenceId: text, attemptId: text, atMs: ms };

/** Evidence as it lies in payments and callbacks. */
export const evidenceShape = z.discriminatedUnion('kind', [
  z.strictObject({
    ...seen,
    kind: z.literal('callback'),
    callbackId: text,
    resultCode: text,
    amountCents: z.number().int().nullable(),
    receipt: text.nullable(),
    paidAtMs: ms.nullable(),
  }),
  z.strictObject({ ...seen, kind: z.literal('stk_query'), resultCode: text }),
  z.strictObject({
    ...seen,
    kind: z.literal('transaction_status'),
    resultCode: text,
    status: text.nullable(),
    receipt: text.nullable(),
    amountCents: z.number().int().nullable(),
    shortcode: text.nullable(),
    initiatedAtMs: z.number().int().nullable().default(null),
    payerMasked: text.nullable().default(null),
  }),
  z.strictObject({
    ...seen,
    kind: z.enum(['c2b_confirmation', 'pull_row', 'statement_row']),
    receipt: text,
    amountCents: z.number().int(),
    shortcode: text,
  }),
]);

const historyShape = z.strictObject({
  sequence: z.number().int().positive(),
  event: z.enum(PAYMENT_EVENTS),
  from: z.enum(PAYMENT_STATES),
  to: z.enum(PAYMENT_STATES),
  atMs: ms,
  detail: z.string().nullable(),
  previousHash: z.string(),
  hash: text,
});

const outboxShape = z.strictObject({
  eventId: text,
  type: z.enum(PAYMENT_EVENT_TYPES),
  sequence: z.number().int().positive(),
  createdAtMs: ms,
  body: text,
  status: z.enum(['pending', 'delivered', 'parked']),
  deliveredAtMs: ms.nullable(),
});

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
    createdAtMs: ms,
    promptBeforeAtMs: ms,
    state: z.enum(PAYMENT_STATES),
    version: z.number().int().positive(),
    grade: z.enum(['reported', 'corroborated', 'settled']).nullable(),
    receipt: text.nullable(),
    failureCode: z.enum(Object.keys(FAILURES) as FailureCode[]).nullable(),
    verdictAtMs: ms.nullable(),
    needsAttention: z.boolean(),
    attempts: z.array(attemptShape),
    evidence: z.array(evidenceShape),
    history: z.array(historyShape),
    outbox: z.array(outboxShape),
  })
  .transform((payment) => payment as unknown as Payment);
