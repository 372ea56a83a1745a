import { z } from 'zod';
import type { FieldError } from '../../../../domain/values/fieldError';
import { MAX_PAYMENT_KES, MIN_PAYMENT_KES, parseAmountKes } from '../../../../domain/values/money';
import { parseMsisdn, WRITTEN_MSISDN } from '../../../../domain/values/msisdn';
import {
  DESCRIPTION_PATTERN,
  MAX_DESCRIPTION_LENGTH,
  MAX_REFERENCE_LENGTH,
  parseDescription,
  parseReference,
  REFERENCE_PATTERN,
} from '../../../../domain/values/reference';
import { err, ok, type Result } from '../../../../domain/values/result';
import { parseShortcode, type ShortcodeNumber } from '../../../../domain/values/shortcode';
import { sensitive } from '../../../../telemetry/redaction/sensitive';
import { defineContract } from '../../../contract/contract';
import { field } from '../../../contract/field';
import { idempotencyKey } from '../../../contract/idempotencyKey';
import { paymentSchema } from '../paymentSchema';

function readShortcode(value: unknown): Result<ShortcodeNumber, FieldError> {
  const shortcode = typeof value === 'string' ? parseShortcode(value) : null;
  if (shortcode !== null) return ok(shortcode);
  return err({
    field: 'shortcode',
    rule: 'must be one of your shortcodes, as text',
    remedy: 'Send the digits in quotes, as in "174379", or leave it out for your default.',
  });
}

const amountKes = z
  .int()
  .min(MIN_PAYMENT_KES)
  .max(MAX_PAYMENT_KES)
  .meta({
    description: `Whole Kenyan shillings, ${MIN_PAYMENT_KES} to ${MAX_PAYMENT_KES}.`,
  });

const phone = z
  .string()
  .max(24)
  .regex(WRITTEN_MSISDN)
  .meta({
    description:
      'The Kenyan mobile number to prompt: 07…, 01…, 254… or +254…, spaces allowed. ' +
      'Answers and webhooks show it masked.',
  });

const reference = z
  .string()
  .min(1)
  .max(MAX_REFERENCE_LENGTH)
  .regex(REFERENCE_PATTERN)
  .meta({
    description:
      `Your name for what is paid, shown to the customer: 1 to ${MAX_REFERENCE_LENGTH} letters, ` +
      'digits or . _ / -, beginning with a letter or digit. While a payment may still be ' +
      'paid, no other one may use its reference.',
  });

const description = z
  .string()
  .min(1)
  .max(MAX_DESCRIPTION_LENGTH)
  .regex(DESCRIPTION_PATTERN)
  .meta({
    description:
      `A few words more: 1 to ${MAX_DESCRIPTION_LENGTH} letters, digits, spaces or . _ / -, ` +
      'beginning with a letter or digit.',
  });

const shortcode = z
  .string()
  .regex(/^\d{5,7}$/)
  .meta({
    description: 'One of your paybills or tills, as text. Your default one where it is left out.',
  });

export const createPaymentBody = z
  .strictObject({
    amountKes: field(amountKes, parseAmountKes),
    phone: field(sensitive(phone, 'msisdn'), parseMsisdn),
    reference: field(reference, parseReference),
    description: field(description, parseDescription).optional(),
    shortcode: field(shortcode, readShortcode).optional(),
  })
  .meta({
    id: 'CreatePayment',
    description: 'A payment to ask for.',
    examples: [
      {
        amountKes: 150,
        phone: '0708 374 149',
        reference: 'ORD-1042',
        description: 'Order 1042',
      },
    ],
  });

export type CreatePayment = z.infer<typeof createPaymentBody>;

const location = {
  description: 'The path of the payment.',
  example: '/v1/payments/pay_01kaqq00000000000000000001',
};

export const createPaymentContract = defineContract({
  operationId: 'createPayment',
  method: 'post',
  path: '/v1/payments',
  tag: 'Payments',
  summary: 'Ask for a payment',
  description:
    'Keeps the payment, starts it, and answers before the customer is prompted. The outcome ' +
    'comes by webhook, and reading the payment shows it.\n\n' +
    'The same `Idempotency-Key` with the same request always gives the same payment and never a ' +
    'second prompt. Where the answer is lost, or is one with `retry` `unknown`, repeat the ' +
    'request with the same key.',
  role: 'pay',
  headers: z.strictObject({ 'Idempotency-Key': idempotencyKey }),
  body: createPaymentBody,
  answers: {
    202: {
      description: 'The payment is accepted, and the customer will be prompted.',
      schema: paymentSchema,
      headers: { Location: location },
    },
    200: {
      description: 'A repeat: the payment that the first request made, as it is now.',
      schema: paymentSchema,
      headers: {
        Location: location,
        'Idempotent-Replayed': { description: 'Always `true`.', example: 'true' },
      },
    },
  },
  errors: {
    idempotency_key_required: 'The Idempotency-Key is missing, doubled or unusable.',
    request_in_flight: 'The first request with this Idempotency-Key is still being handled.',
    reference_open: 'Another payment with this reference may still be paid.',
    shortcode_unusable:
      'The settings of the shortcode do not allow payments, or it is live and the key for tests, ' +
      'or the reverse.',
    idempotency_key_reused: 'The Idempotency-Key was used for a different request.',
    engine_unavailable:
      'The payment is kept, but its start is not confirmed. Repeat the request with the same ' +
      'key within two minutes; after that the payment fails without a prompt.',
    engine_not_set_up: 'The payment is kept, and its start waits for the operator of Hakika.',
  },
});
