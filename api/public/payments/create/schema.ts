import { z } from 'zod';
import { AppError } from '../../../http/errors';
import type { FieldError } from '../../../../domain/values/fieldError';
import { parseAmountKes } from '../../../../domain/values/money';
import { parseMsisdn } from '../../../../domain/values/msisdn';
import { parseDescription, parseReference } from '../../../../domain/values/reference';
import { err, ok, type Result } from '../../../../domain/values/result';
import { parseShortcode, type ShortcodeNumber } from '../../../../domain/values/shortcode';
import { sensitive } from '../../../../telemetry/redaction/sensitive';
import { invalidField } from '../../../http/problem';

/** A field whose rule is the domain's: its error carries field, rule and remedy through zod. */
function domainField<T>(parse: (value: unknown) => Result<T, FieldError>) {
  return z.unknown().transform((value, context): T => {
    const parsed = parse(value);
    if (parsed.ok) return parsed.value;
    context.addIssue({ code: 'custom', message: parsed.error.rule, params: { ...parsed.error } });
    return z.NEVER;
  });
}

function shortcodeField(value: unknown): Result<ShortcodeNumber, FieldError> {
  const shortcode = typeof value === 'string' ? parseShortcode(value) : null;
  if (shortcode !== null) return ok(shortcode);
  return err({
    field: 'shortcode',
    rule: 'must be one of your shortcodes, as text',
    remedy: 'Send the digits in quotes, as in "174379", or leave it out for your default.',
  });
}

/** The body as callers write it, with the marks by which logs mask it. */
export const createPaymentBody = z.object({
  amountKes: z.number(),
  phone: sensitive(z.string(), 'msisdn'),
  reference: z.string(),
  description: z.string().optional(),
  shortcode: z.string().optional(),
});

/** `POST /v1/payments`, exactly these fields. */
const createPaymentSchema = z.strictObject({
  amountKes: domainField(parseAmountKes),
  phone: domainField(parseMsisdn),
  reference: domainField(parseReference),
  description: domainField(parseDescription).optional(),
  shortcode: domainField(shortcodeField).optional(),
});

export type CreatePayment = z.infer<typeof createPaymentSchema>;

const fieldErrorSchema = z.object({ field: z.string(), rule: z.string(), remedy: z.string() });

/**
 * Reads the body.
 * @throws AppError `invalid_request` with the first refused field, its rule and the remedy.
 */
export function parseCreatePayment(body: unknown): CreatePayment {
  const parsed = createPaymentSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const known = fieldErrorSchema.safeParse(issue?.code === 'custom' ? issue.params : null);
  if (known.success) throw invalidField(known.data);
  if (issue?.code === 'unrecognized_keys') {
    throw invalidField({
      field: (issue.keys[0] ?? '').slice(0, 64),
      rule: 'is not a field of this request',
      remedy: `Send only ${Object.keys(createPaymentSchema.shape).join(', ')}.`,
    });
  }
  throw new AppError('invalid_request', {
    publicMessage: 'The body must be one JSON object.',
    remedy: 'Send {"amountKes": 100, "phone": "0712 345 678", "reference": "ORD-1"}.',
  });
}

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** @throws AppError `idempotency_key_required` when the header is missing, doubled or unusable. */
export function parseIdempotencyKey(header: string | string[] | undefined): string {
  if (typeof header === 'string' && IDEMPOTENCY_KEY.test(header)) return header;
  throw new AppError('idempotency_key_required', {
    publicMessage: 'Each payment needs an Idempotency-Key of its own.',
    field: 'Idempotency-Key',
    rule: 'must be 1 to 255 visible ASCII characters',
    remedy: "Send your order's id or a fresh UUID, and the same one when you repeat the request.",
  });
}
