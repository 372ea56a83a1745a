import { z } from 'zod';
import { parseDarajaTimestamp } from '../../domain/values/eastAfricaTime';
import { parseProviderAmount, type AmountCents } from '../../domain/values/money';
import { parseMsisdn, type Msisdn } from '../../domain/values/msisdn';
import { parseReceipt, type Receipt } from '../../domain/values/receipt';
import { parseResultCode } from '../../domain/evidence/resultCodes';
import { parseShortcode, type ShortcodeNumber } from '../../domain/values/shortcode';

const parameterSchema = z.looseObject({ Key: z.string(), Value: z.unknown().optional() });

/** The asynchronous answer of Transaction Status (Daraja: Transaction Status, result). */
export const statusResultSchema = z.object({
  Result: z.object({
    ResultType: z.union([z.number(), z.string()]).optional(),
    ResultCode: z.union([z.number(), z.string().max(32)]),
    // These decide nothing: an odd one must not cost us the answer.
    ResultDesc: z.string().optional().catch(undefined).meta({ sensitive: 'free_text' }),
    OriginatorConversationID: z.string().max(128).optional().catch(undefined),
    ConversationID: z.string().max(128).optional().catch(undefined),
    TransactionID: z.string().max(64).optional().catch(undefined),
    ResultParameters: z
      .object({ ResultParameter: z.union([z.array(parameterSchema).max(100), parameterSchema]) })
      .nullish()
      .meta({ sensitive: 'personal' }),
  }),
});

export interface StatusResult {
  readonly resultCode: string;
  readonly status: string | null;
  readonly receipt: Receipt | null;
  readonly amountCents: AmountCents | null;
  readonly shortcode: ShortcodeNumber | null;
  readonly initiatedAtMs: number | null;
  /** The payer's number, where the answer shows one. It must be masked before it is kept. */
  readonly payer: Msisdn | null;
}

/**
 * Reads what matters of a status, or null where it is not one. Keys may lack a value, and one
 * occurs twice, so they are searched, not mapped.
 */
export function parseStatusResult(json: unknown): StatusResult | null {
  const parsed = statusResultSchema.safeParse(json);
  if (!parsed.success) return null;
  const { ResultCode, ResultParameters } = parsed.data.Result;
  const resultCode = parseResultCode(ResultCode);
  if (resultCode === null) return null;
  const parameters = [ResultParameters?.ResultParameter ?? []].flat();
  const values = (key: string) =>
    parameters.flatMap((p) => (p.Key === key && p.Value !== undefined ? [p.Value] : []));
  const [status] = values('TransactionStatus');
  // Where no party is called the credited one, the debited one occurs twice and the second is it.
  const [credited] = [...values('CreditPartyName'), ...values('DebitPartyName').slice(1)];
  return {
    resultCode,
    status: typeof status === 'string' && /^.{1,32}$/.test(status) ? status : null,
    receipt: parseReceipt(values('ReceiptNo')[0]),
    amountCents: parseProviderAmount(values('Amount')[0]),
    shortcode: shortcodeIn(credited),
    payer: payerIn(values('DebitPartyName')[0]),
    initiatedAtMs: momentIn(values('InitiatedTime')[0]) ?? momentIn(values('FinalisedTime')[0]),
  };
}

/** "254700000001 - Jane" is a person's number; a hidden number or an organisation is not. */
function payerIn(party: unknown): Msisdn | null {
  const number = parseMsisdn(typeof party === 'string' ? party.split(' - ')[0] : null);
  return number.ok ? number.value : null;
}

function momentIn(value: unknown): number | null {
  const isText = typeof value === 'string' || typeof value === 'number';
  return isText ? parseDarajaTimestamp(value) : null;
}

/** "600310 - Example Ltd" is a shortcode, "254700000001 - Jane" is not. */
function shortcodeIn(party: unknown): ShortcodeNumber | null {
  return typeof party === 'string' ? parseShortcode(party.split(' - ')[0]?.trim()) : null;
}
