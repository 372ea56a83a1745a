import { z } from 'zod';
import { parseProviderAmount, type AmountCents } from '../../../domain/money';
import { parseReceipt, type Receipt } from '../../../domain/receipt';
import { parseResultCode } from '../../../domain/resultCodes';
import { parseShortcode, type ShortcodeNumber } from '../../../domain/shortcode';
import { sensitive } from '../../../telemetry/sensitive';

const parameterSchema = z.looseObject({ Key: z.string(), Value: z.unknown().optional() });

/** The asynchronous answer of Transaction Status (Daraja: Transaction Status, result). */
export const statusResultSchema = z.object({
  Result: z.object({
    ResultType: z.union([z.number(), z.string()]).optional(),
    ResultCode: z.union([z.number(), z.string()]),
    ResultDesc: z.string().optional(),
    OriginatorConversationID: z.string().max(128).optional(),
    ConversationID: z.string().max(128).optional(),
    TransactionID: z.string().max(64).optional(),
    ResultParameters: sensitive(
      z.object({ ResultParameter: z.array(parameterSchema).max(100) }).optional(),
      'personal',
    ),
  }),
});

export interface StatusResult {
  readonly resultCode: string;
  readonly status: string | null;
  readonly receipt: Receipt | null;
  readonly amountCents: AmountCents | null;
  readonly shortcode: ShortcodeNumber | null;
}

/**
 * Reads what matters of a status, or null where it is none. Keys may lack a value, and one occurs
 * twice, so they are searched, not mapped.
 */
export function parseStatusResult(json: unknown): StatusResult | null {
  const parsed = statusResultSchema.safeParse(json);
  if (!parsed.success) return null;
  const { ResultCode, ResultParameters } = parsed.data.Result;
  const resultCode = parseResultCode(ResultCode);
  if (resultCode === null) return null;
  const values = (key: string) =>
    (ResultParameters?.ResultParameter ?? []).flatMap((p) =>
      p.Key === key && p.Value !== undefined ? [p.Value] : [],
    );
  const [status] = values('TransactionStatus');
  const parties = [...values('CreditPartyName'), ...values('DebitPartyName')];
  return {
    resultCode,
    status: typeof status === 'string' && status.length <= 32 ? status : null,
    receipt: parseReceipt(values('ReceiptNo')[0]),
    amountCents: parseProviderAmount(values('Amount')[0]),
    shortcode: parties.flatMap((party) => shortcodeIn(party) ?? [])[0] ?? null,
  };
}

/** "600310 - Example Ltd" is a shortcode, "254700000001 - Jane" is not. */
function shortcodeIn(party: unknown): ShortcodeNumber | null {
  return typeof party === 'string' ? parseShortcode(party.split(' - ')[0]?.trim()) : null;
}
