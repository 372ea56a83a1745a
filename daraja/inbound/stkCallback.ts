import { z } from 'zod';
import { parseDarajaTimestamp } from '../../domain/values/eastAfricaTime';
import { parseProviderAmount, type AmountCents } from '../../domain/values/money';
import { parseReceipt, type Receipt } from '../../domain/values/receipt';
import { parseResultCode } from '../../domain/evidence/resultCodes';

const itemSchema = z.looseObject({ Name: z.string(), Value: z.unknown().optional() });

type Item = z.infer<typeof itemSchema>;

/** The callback of a push (Daraja: M-PESA Express, callback). Unknown names are let through. */
export const stkCallbackSchema = z.object({
  Body: z.object({
    stkCallback: z.object({
      // An odd one of these three must not cost us the callback, which comes once: whose it is, the
      // token in the address says.
      MerchantRequestID: z.string().max(128).optional().catch(undefined),
      ResultDesc: z.string().optional().catch(undefined).meta({ sensitive: 'free_text' }),
      CheckoutRequestID: z
        .string()
        .min(1)
        .max(64)
        .optional()
        .catch(undefined)
        .meta({ sensitive: 'checkout_request_id' }),
      ResultCode: z.union([z.number(), z.string().max(32)]),
      // Absent from refusals. Its items are read one by one: an odd one must cost us neither the
      // callback nor the items beside it.
      CallbackMetadata: z
        .looseObject({ Item: z.union([z.array(z.unknown()), z.unknown().transform((i) => [i])]) })
        .optional()
        .catch(undefined)
        .meta({ sensitive: 'personal' }),
    }),
  }),
});

export interface StkCallback {
  readonly checkoutRequestId: string | null;
  readonly resultCode: string;
  readonly amountCents: AmountCents | null;
  readonly receipt: Receipt | null;
  readonly paidAtMs: number | null;
}

/**
 * Reads what matters of a callback, or null where it is not one. Items are read by name, never by
 * place; those that are absent or odd become null, and the judge decides what that is worth.
 */
export function parseStkCallback(json: unknown): StkCallback | null {
  const parsed = stkCallbackSchema.safeParse(json);
  if (!parsed.success) return null;
  const { CheckoutRequestID, ResultCode, CallbackMetadata } = parsed.data.Body.stkCallback;
  const resultCode = parseResultCode(ResultCode);
  if (resultCode === null) return null;
  const items = (CallbackMetadata?.Item ?? []).flatMap(readItem);
  const valuesOf = (name: string) =>
    items.flatMap(({ Name, Value }) => (Name === name && Value != null ? [Value] : []));
  const [paidAt] = valuesOf('TransactionDate');
  return {
    checkoutRequestId: CheckoutRequestID ?? null,
    resultCode,
    amountCents: namedAmount(valuesOf('Amount')),
    receipt: onlyOne(valuesOf('MpesaReceiptNumber').map(parseReceipt)),
    paidAtMs:
      typeof paidAt === 'number' || typeof paidAt === 'string'
        ? parseDarajaTimestamp(paidAt)
        : null,
  };
}

const UNREADABLE_CENTS = 0 as AmountCents;

/** An amount that is there and cannot be read, or two of them, is not the one asked for. */
function namedAmount(values: readonly unknown[]): AmountCents | null {
  if (values.length === 0) return null;
  return onlyOne(values.map(parseProviderAmount)) ?? UNREADABLE_CENTS;
}

/** The value that all of them are, or null where they differ or there is none. */
function onlyOne<T>(values: readonly (T | null)[]): T | null {
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}

function readItem(item: unknown): Item[] {
  const parsed = itemSchema.safeParse(item);
  return parsed.success ? [parsed.data] : [];
}
