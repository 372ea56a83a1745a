import type { AmountCents } from '../values/money';

/** Twelve digits of shillings stay exact as cents, and no account holds more. */
const SHILLING_DIGITS_MAX = 12;

const ZERO = 48;
const MINUS = 45;
const DOT = 46;
const COMMA = 44;

/**
 * Reads an amount digit by digit, so that no float is ever between the file and the books: `30.0`,
 * `-22779.95`, `1,131,340.00`. Returns null for anything else, such as `1,02` or `1.234`.
 */
export function parseCents(written: string): AmountCents | null {
  const text = written.trim();
  const isNegative = text.charCodeAt(0) === MINUS;
  let shillings = 0;
  let digits = 0;
  /** How many digits stand after the last comma, or -1 before the first comma. */
  let sinceComma = -1;
  let index = isNegative ? 1 : 0;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === DOT) break;
    if (code === COMMA) {
      const isGrouped = sinceComma === -1 ? digits >= 1 && digits <= 3 : sinceComma === 3;
      if (!isGrouped) return null;
      sinceComma = 0;
      continue;
    }
    if (code < ZERO || code > ZERO + 9) return null;
    shillings = shillings * 10 + code - ZERO;
    digits += 1;
    if (sinceComma >= 0) sinceComma += 1;
  }
  if (digits === 0 || digits > SHILLING_DIGITS_MAX) return null;
  if (sinceComma !== -1 && sinceComma !== 3) return null;
  const fraction = fractionCents(text, index);
  if (fraction === null) return null;
  const cents = shillings * 100 + fraction;
  return (isNegative && cents !== 0 ? -cents : cents) as AmountCents;
}

/** The one or two digits after the dot; more would have to be rounded. */
function fractionCents(text: string, dot: number): number | null {
  const digits = text.length - dot - 1;
  if (digits < 0) return 0;
  if (digits < 1 || digits > 2) return null;
  const tens = text.charCodeAt(dot + 1) - ZERO;
  const ones = digits === 2 ? text.charCodeAt(dot + 2) - ZERO : 0;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? null : tens * 10 + ones;
}

/** `1131340.05`, for people and messages. */
export function writeCents(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
