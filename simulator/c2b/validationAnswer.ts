import { z } from 'zod';

/** What an organisation says to a payment that is about to happen. */
export interface ValidationAnswer {
  readonly accepted: boolean;
  readonly thirdPartyId?: string;
}

const answerSchema = z.object({
  ResultCode: z.union([z.string(), z.number()]),
  ThirdPartyTransID: z.string().optional(),
});

/**
 * Reads the answer to a validation (Daraja: Customer To Business): 0 accepts, a code such as
 * C2B00011 rejects; anything that is not such an answer counts as none.
 */
export function readValidationAnswer(body: string): ValidationAnswer | undefined {
  const parsed = answerSchema.safeParse(jsonOrUndefined(body));
  if (!parsed.success) return undefined;
  const { ResultCode: code, ThirdPartyTransID: thirdPartyId } = parsed.data;
  const accepted = /^0+$/.test(String(code));
  return { accepted, ...(thirdPartyId === undefined ? {} : { thirdPartyId }) };
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is not JSON is not an answer: the registered ResponseType decides.
    return undefined;
  }
}
