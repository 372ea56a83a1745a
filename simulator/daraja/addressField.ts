import type { Settings } from '../settings';
import { fieldOf, type Body } from './fields';
import { invalidField } from './reply';

/**
 * An address Daraja will POST to: an http(s) URL without spaces, https outside local mode, and
 * with a lower-case host (an upper-case one was seen refused, Daraja: M-PESA Express,
 * CallBackURL). Throws Refusal.
 */
export function addressField(body: Body, name: string, settings: Settings): string {
  const value = fieldOf(body, name);
  if (typeof value !== 'string' || /\s/.test(value) || !URL.canParse(value)) {
    throw invalidField(name);
  }
  const { protocol } = new URL(value);
  if (protocol !== 'https:' && protocol !== 'http:') throw invalidField(name);
  if (protocol === 'http:' && !settings.local) throw invalidField(name);
  const host = /^[a-z]+:\/\/(?:[^/?#@]*@)?([^/?#]*)/i.exec(value)?.[1] ?? '';
  if (settings.rejectUppercaseHost && host !== host.toLowerCase()) throw invalidField(name);
  return value;
}

const forbiddenWords = /m-?pesa|safaricom|exe|exec|cmd|sql|query/i;
const forbiddenHosts = /ngrok|mockbin|requestbin/i;

/**
 * An address registered for C2B, which may not contain certain words in any case nor be a public
 * testing URL (Daraja: Customer To Business). Throws Refusal.
 */
export function registeredAddressField(body: Body, name: string, settings: Settings): string {
  const address = addressField(body, name, settings);
  if (forbiddenWords.test(address)) throw invalidField(name);
  if (!settings.local && forbiddenHosts.test(address)) throw invalidField(name);
  return address;
}
