import type { Brand } from './brand';

/** A paybill or store number, five to seven digits (Daraja: M-PESA Express Query). */
export type ShortcodeNumber = Brand<string, 'ShortcodeNumber'>;

export const SHORTCODE_PATTERN = /^\d{5,7}$/;

export function parseShortcode(value: unknown): ShortcodeNumber | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && SHORTCODE_PATTERN.test(text)
    ? (text as ShortcodeNumber)
    : null;
}
