import { maskMsisdn, parseMsisdn } from '../../domain/values/msisdn';

const WHOLE_NUMBER = /(?<!\d)(?:\+?254|0)[17]\d{8}(?!\d)/;
/** As M-Pesa masks since March 2026: `0715***123`, `2547****149`. */
const MASKED_NUMBER = /(?<!\d)(?:254|0)\d{1,6}\*{3,6}\d{2,3}(?!\d)/;
const REFERENCE = /\bAcc\. ?(\S.*)$/;

/** The payer's number out of some text, masked whatever the file did; the name is left behind. */
export function payerIn(text: string): string | null {
  const masked = MASKED_NUMBER.exec(text);
  if (masked) return masked[0];
  const [whole] = WHOLE_NUMBER.exec(text) ?? [];
  if (whole === undefined) return null;
  const msisdn = parseMsisdn(whole);
  return msisdn.ok ? maskMsisdn(msisdn.value) : null;
}

/** What the customer typed, out of details like `Pay Bill from 2547****149 - JANE Acc. OPSH 65`. */
export function referenceIn(details: string): string | null {
  return REFERENCE.exec(details)?.[1]?.trim() ?? null;
}
