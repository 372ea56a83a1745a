import { z } from 'zod';
import { LATE_SUCCESS_POLICIES } from '../../../domain/merchant/lateSuccess';
import { MAX_PAYMENT_KES } from '../../../domain/values/money';
import { err, ok } from '../../../domain/values/result';
import type { Merchant } from '../../../store/merchants/merchants';
import { sensitive } from '../../../telemetry/redaction/sensitive';
import { field } from '../../contract/field';
import { idField, ruled } from '../fields';

const MAX_URL_LENGTH = 2_000;

const LATE_SUCCESS_MEANS =
  'What becomes of a success that comes after the payment was told as failed. `accept`: it ' +
  'becomes `succeeded` at once. `hold_for_review`: `needs_review`, and a person decides.';

export const merchantSchema = z
  .strictObject({
    id: z.string().meta({ description: 'The id.' }),
    name: z.string().meta({ description: 'The name.' }),
    defaultShortcode: z
      .string()
      .nullable()
      .meta({ description: 'The shortcode of payments that name none.' }),
    corroborateAboveKes: z
      .int()
      .meta({ description: 'Up to this sum a callback alone is enough; 0 asks every time.' }),
    reviewAboveKes: z.int().nullable().meta({
      description:
        'Above this sum two operators decide a payment that needs review; null: one always may.',
    }),
    lateSuccess: z.enum(LATE_SUCCESS_POLICIES).meta({ description: LATE_SUCCESS_MEANS }),
    webhookUrl: z.string().nullable().meta({ description: 'Where events are sent.' }),
  })
  .meta({ id: 'Merchant', description: 'A merchant.' });

export function presentMerchant(merchant: Merchant): z.output<typeof merchantSchema> {
  const { merchantId: id, webhook, ...settings } = merchant;
  const { name, defaultShortcode, corroborateAboveKes, reviewAboveKes, lateSuccess } = settings;
  return {
    ...{ id, name, defaultShortcode, corroborateAboveKes, reviewAboveKes, lateSuccess },
    webhookUrl: webhook?.url ?? null,
  };
}

/** The answer to a change: a secret is in it where one was made. */
export const changedMerchantSchema = z.strictObject({
  merchant: merchantSchema,
  webhookSecret: sensitive(z.string().nullable(), 'secret').meta({
    description: 'The secret that verifies webhooks, where one was made; shown only this once.',
  }),
});

export const merchantId = idField('merchant', 'merchantId', 'The id of a merchant.');

export const corroborateAboveKes = ruled(
  z
    .int()
    .min(0)
    .max(MAX_PAYMENT_KES)
    .meta({
      description:
        'Up to this sum a callback alone is enough: 0, which asks every time, to ' +
        `${MAX_PAYMENT_KES}.`,
    }),
  {
    name: 'corroborateAboveKes',
    rule: `must be a whole number from 0 to ${MAX_PAYMENT_KES}`,
    remedy: 'Leave it out to have every success corroborated.',
  },
);

export const reviewAboveKes = ruled(
  z
    .int()
    .min(0)
    .max(MAX_PAYMENT_KES)
    .nullable()
    .meta({
      description:
        'Above this sum two operators decide a payment that needs review: 0, which always takes ' +
        `two, to ${MAX_PAYMENT_KES}; null: one operator always may.`,
    }),
  {
    name: 'reviewAboveKes',
    rule: `must be a whole number from 0 to ${MAX_PAYMENT_KES}, or null`,
    remedy: 'Send null where one operator may decide every sum.',
  },
);

export const lateSuccess = ruled(
  z.enum(LATE_SUCCESS_POLICIES).meta({ description: LATE_SUCCESS_MEANS }),
  {
    name: 'lateSuccess',
    rule: 'must be "accept" or "hold_for_review"',
    remedy: 'Leave it out to accept a late success at once.',
  },
);

/** Whether it may be plain http is for the route to say: that depends on where Hakika runs. */
export const webhookUrl = field<string>(
  sensitive(z.string().max(MAX_URL_LENGTH), 'url_with_token').meta({
    description: 'Where events are sent: an https address. A secret is made for it.',
    sensitive: 'url_with_token',
  }),
  (value) => {
    if (typeof value === 'string' && isWebAddress(value)) return ok(value);
    return err({
      field: 'webhookUrl',
      rule: 'must be an https address without a user name or password in it',
      remedy: 'Send an address such as https://shop.example.com/hakika.',
    });
  },
);

function isWebAddress(text: string): boolean {
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}
