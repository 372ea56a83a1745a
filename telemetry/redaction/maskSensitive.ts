import { maskMsisdn, parseMsisdn } from '../../domain/values/msisdn';
import type { SensitiveKind } from './sensitive';

/** Daraja puts the last nine digits of the payer's number at the end of a CheckoutRequestID. */
const PAYER_DIGITS = 9;
const FREE_TEXT_MAX = 200;
const CHECKOUT_REQUEST_ID = /^ws_CO_\w{12,}$/;

function maskPhone(text: string): string {
  const parsed = parseMsisdn(text);
  return parsed.ok ? maskMsisdn(parsed.value) : '[msisdn]';
}

function maskCheckoutRequestId(text: string): string {
  if (!CHECKOUT_REQUEST_ID.test(text)) return '[checkout_request_id]';
  return `${text.slice(0, -PAYER_DIGITS)}${'*'.repeat(PAYER_DIGITS)}`;
}

function maskUrl(text: string): string {
  if (!URL.canParse(text)) return '[url]';
  const { origin } = new URL(text);
  return origin === 'null' ? '[url]' : `${origin}/[secret]`;
}

/** Runs that could be a token or a key; what Daraja numbers its requests by is hexadecimal. */
const LONG_RUN = /[\w~+/=.-]{20,}/g;
const REQUEST_NUMBER = /^[\da-f-]+$/i;

function maskFreeText(text: string): string {
  return text
    .replace(/\bhttps?:\/\/\S+/gi, '[url]')
    .replace(LONG_RUN, (run) => (REQUEST_NUMBER.test(run) ? run : '[long]'))
    .slice(0, FREE_TEXT_MAX);
}

/**
 * What may be seen of a marked value. Null and undefined stay, since absence is not secret; what is
 * not a string or number shows only its kind.
 */
export function maskSensitive(kind: SensitiveKind, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (typeof value !== 'string' && typeof value !== 'number') return `[${kind}]`;
  const text = String(value);
  switch (kind) {
    case 'msisdn':
      return maskPhone(text);
    case 'checkout_request_id':
      return maskCheckoutRequestId(text);
    case 'free_text':
      return maskFreeText(text);
    case 'url_with_token':
      return maskUrl(text);
    case 'secret':
    case 'personal':
      return `[${kind}]`;
  }
}
