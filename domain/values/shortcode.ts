import type { Brand } from './brand';

/** A paybill or store number, five to seven digits (Daraja: M-PESA Express Query). */
export type ShortcodeNumber = Brand<string, 'ShortcodeNumber'>;

const SHORTCODE = /^\d{5,7}$/;

export function parseShortcode(value: unknown): ShortcodeNumber | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && SHORTCODE.test(text) ? (text as ShortcodeNumber) : null;
}
