import { z } from 'zod';
import { REVIEW_DECISIONS } from '../../domain/evidence/evidence';

const ms = z.number().nonnegative();
const text = z.string().min(1);
const seen = { evidenceId: text, atMs: ms };

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
  z.strictObject({
    ...seen,
    kind: z.literal('unreadable_callback'),
    callbackId: text,
    bodySha256: text,
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
    initiatedAtMs: z.number().int().nullable(),
    payerMasked: text.nullable(),
    payerHash: text.nullable(),
    isForeign: z.literal(true).optional(),
  }),
  z.strictObject({
    ...seen,
    kind: z.enum(['c2b_confirmation', 'pull_row', 'statement_row']),
    receipt: text,
    amountCents: z.number().int(),
    shortcode: text,
  }),
  z.strictObject({
    ...seen,
    kind: z.literal('operator_receipt'),
    receipt: text,
    operatorId: text,
  }),
  z.strictObject({
    ...seen,
    kind: z.literal('operator_decision'),
    decision: z.enum(REVIEW_DECISIONS),
    receipt: text.nullable(),
    operatorId: text,
  }),
]);

/** The moments of evidence, whatever its kind. */
export const EVIDENCE_MOMENTS = ['at', 'paidAt', 'initiatedAt'];
