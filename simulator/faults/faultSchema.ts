import { z } from 'zod';

const delayMs = z.int().min(0).max(3_600_000);
const resultCode = z.union([z.int(), z.string().min(1)]);
/** false: the request is not processed at all; true: it is, and only its answer is spoilt. */
const processed = z.boolean().default(true);

export const malformedVariants = [
  'html',
  'empty',
  'truncated_json',
  'missing_metadata',
  'missing_receipt',
  'missing_amount',
  'string_codes',
  'string_amount',
  'amount_altered',
  'masked_phone',
  'foreign_checkout_id',
] as const;

/** Spoils how callbacks and results reach the merchant. */
export const deliveryFaultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('callback_lost') }),
  /** A result that never left the queue: QueueTimeOutURL hears of it and nothing is done. */
  z.strictObject({ kind: z.literal('callback_queue_timeout') }),
  z.strictObject({ kind: z.literal('callback_late'), delayMs: delayMs.default(30_000) }),
  z.strictObject({
    kind: z.literal('callback_doubled'),
    copies: z.int().min(2).max(100).default(5),
    gapMs: delayMs.default(0),
  }),
  z.strictObject({ kind: z.literal('callback_before_response'), holdMs: delayMs.default(0) }),
  z.strictObject({ kind: z.literal('callback_reordered'), holdMsMax: delayMs.default(10_000) }),
  z.strictObject({
    kind: z.literal('callback_contradictory'),
    order: z.enum(['fail_then_success', 'success_then_fail']).default('fail_then_success'),
    failResultCode: resultCode.default(1032),
    gapMs: delayMs.default(1_000),
  }),
  z.strictObject({
    kind: z.literal('callback_malformed'),
    variant: z.enum(malformedVariants),
    amountKes: z.int().optional(),
  }),
  z.strictObject({
    kind: z.literal('callback_forged'),
    delayMs: delayMs.default(0),
    resultCode: resultCode.default(0),
    amountKes: z.int().optional(),
    receipt: z.string().min(1).optional(),
    msisdn: z.string().min(1).optional(),
  }),
]);

/** Chooses how a payment ends, whatever the phone would have done. */
const outcomeFaultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('result_code'),
    resultCode: resultCode.default(7777),
    resultDesc: z.string().optional(),
    moneyMoves: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('receipt_clash') }),
]);

/** Spoils the transport of an answer. */
const transportFaultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http_error'),
    status: z.int().min(300).max(599).default(503),
    body: z.string().default('<html><body><h1>Service Unavailable</h1></body></html>'),
    contentType: z.string().default('text/html'),
    processed,
  }),
  z.strictObject({ kind: z.literal('connection_reset'), processed }),
  z.strictObject({ kind: z.literal('slow'), delayMs: delayMs.default(10_000), processed }),
  z.strictObject({ kind: z.literal('hang'), processed }),
  z.strictObject({ kind: z.literal('html_response'), processed }),
  z.strictObject({ kind: z.literal('empty_body'), processed }),
  z.strictObject({
    kind: z.literal('truncated_body'),
    level: z.enum(['json', 'transport']).default('json'),
    processed,
  }),
  z.strictObject({
    kind: z.literal('oversized_body'),
    bytes: z.int().min(1).max(100_000_000).default(5_000_000),
    processed,
  }),
]);

/** Refuses a request with an envelope of Daraja; nothing is processed. */
const refusalFaultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('token_expired'),
    scope: z.enum(['presented', 'all']).default('presented'),
  }),
  z.strictObject({
    kind: z.literal('oauth_down'),
    status: z.int().min(400).max(599).default(503),
  }),
  z.strictObject({ kind: z.literal('subscriber_busy') }),
  z.strictObject({
    kind: z.literal('spike_arrest'),
    text: z.enum(['spike', 'busy']).default('spike'),
  }),
  z.strictObject({ kind: z.literal('quota') }),
]);

/** Spoils the answer of a query about one payment. */
const answerFaultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('query_pending'),
    shape: z.enum(['200_4999', '200_envelope', '500_envelope']).optional(),
  }),
  z.strictObject({
    kind: z.literal('query_lies'),
    resultCode: resultCode.default(1032),
    resultDesc: z.string().optional(),
    /** Lies only this long after the push was accepted. */
    windowMs: delayMs.optional(),
  }),
  z.strictObject({
    kind: z.literal('query_error'),
    status: z.int().min(400).max(599).default(500),
    errorCode: z.string().default('500.003.1001'),
    errorMessage: z.string().default('Internal Server Error'),
  }),
]);

export const faultSchema = z.union([
  deliveryFaultSchema,
  outcomeFaultSchema,
  transportFaultSchema,
  refusalFaultSchema,
  answerFaultSchema,
]);

export type DeliveryFault = z.infer<typeof deliveryFaultSchema>;
export type OutcomeFault = z.infer<typeof outcomeFaultSchema>;
export type TransportFault = z.infer<typeof transportFaultSchema>;
export type RefusalFault = z.infer<typeof refusalFaultSchema>;
export type AnswerFault = z.infer<typeof answerFaultSchema>;
export type Fault = z.infer<typeof faultSchema>;
