import { z } from 'zod';
import { parseDarajaTimestamp } from '../../../domain/eat';
import { parseProviderAmount, type AmountCents } from '../../../domain/money';
import { parseReceipt, type Receipt } from '../../../domain/receipt';
import { parseResultCode } from '../../../domain/resultCodes';
import { sensitive } from '../../../telemetry/sensitive';

const itemSchema = z.looseObject({ Name: z.string(), Value: z.unknown().optional() });

/** The callback of a push (Daraja: M-PESA Express, callback). Unknown names are let through. */
export const stkCallbackSchema = z.object({
  Body: z.object({
    stkCallback: z.object({
      // These two decide nothing: an odd one must not cost us the callback, which comes once.
      MerchantRequestID: z.string().max(128).optional().catch(undefined),
      ResultDesc: z.string().optional().catch(undefined),
      CheckoutRequestID: sensitive(z.string().min(1).max(64), 'checkout_request_id'),
      ResultCode: z.union([z.number(), z.string()]),
      // Absent from refusals, and no more than a hint: an odd one must not cost us the callback.
      CallbackMetadata: sensitive(
        z
          .object({ Item: z.array(itemSchema).max(50) })
          .optional()
          .catch(undefined),
        'personal',
      ),
    }),
  }),
});

export interface StkCallback {
  readonly checkoutRequestId: string;
  readonly resultCode: string;
  readonly amountCents: AmountCents | null;
  readonly receipt: Receipt | null;
  readonly paidAtMs: number | null;
}

/**
 * Reads what matters of a callback, or null where it is none. Items are read by name, never by
 * place; those that are absent or odd become null, and the judge decides what that is worth.
 */
export function parseStkCallback(json: unknown): StkCallback | null {
  const parsed = stkCallbackSchema.safeParse(json);
  if (!parsed.success) return null;
  const { CheckoutRequestID, ResultCode, CallbackMetadata } = parsed.data.Body.stkCallback;
  const resultCode = parseResultCode(ResultCode);
  if (resultCode === null) return null;
  const item = (name: string) => CallbackMetadata?.Item.find((i) => i.Name === name)?.Value;
  const paidAt = item('TransactionDate');
  return {
    checkoutRequestId: CheckoutRequestID,
    resultCode,
    amountCents: claimedAmount(item('Amount')),
    receipt: parseReceipt(item('MpesaReceiptNumber')),
    paidAtMs:
      typeof paidAt === 'number' || typeof paidAt === 'string'
        ? parseDarajaTimestamp(paidAt)
        : null,
  };
}

const UNREADABLE_CENTS = 0 as AmountCents;

/** An amount that is there and cannot be read is not the amount that was asked for. */
function claimedAmount(value: unknown): AmountCents | null {
  if (value === undefined || value === null) return null;
  return parseProviderAmount(value) ?? UNREADABLE_CENTS;
}
