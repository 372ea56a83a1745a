import { maskMsisdn, parseMsisdn } from '../../domain/values/msisdn';

const WHOLE_NUMBER = /(?<!\d)(?:\+?254|0)[17]\d{8}(?!\d)/;
/** As M-Pesa masks since March 2026: `0715***123`, `2547****149`. */
const MASKED_NUMBER = /(?<!\d)(?:254|0)\d{1,6}\*{3,6}\d{2,3}(?!\d)/;
/** A masked number stands around its first star; looking there alone is what keeps this fast. */
const DIGITS_BEFORE_MAX = 12;
const DIGITS_AFTER_MAX = 12;
const REFERENCE = /\bAcc\. ?(\S.*)$/;

/** The payer's number out of some text, masked whatever the file did; the name is left behind. */
export function payerIn(text: string): string | null {
  const star = text.indexOf('*');
  if (star !== -1) {
    const near = text.slice(Math.max(0, star - DIGITS_BEFORE_MAX), star + DIGITS_AFTER_MAX);
    const masked = MASKED_NUMBER.exec(near) ?? MASKED_NUMBER.exec(text);
    if (masked) return masked[0];
  }
  const [whole] = WHOLE_NUMBER.exec(text) ?? [];
  if (whole === undefined) return null;
  const msisdn = parseMsisdn(whole);
  return msisdn.ok ? maskMsisdn(msisdn.value) : null;
}

/** What the customer typed, out of details like `Pay Bill from 2547****149 - JANE Acc. OPSH 65`. */
export function referenceIn(details: string): string | null {
  if (!details.includes('Acc.')) return null;
  return REFERENCE.exec(details)?.[1]?.trim() ?? null;
}
