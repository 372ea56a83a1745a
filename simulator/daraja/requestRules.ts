import type { Settings } from '../settings';
import { optionalTextField, type Body } from './fields';

/**
 * What a request may hold: what public clients send and nobody has seen refused, or (a setting)
 * only what Safaricom's pages document.
 */
export function byRules<T>(settings: Settings, rules: { tolerant: T; documented: T }): T {
  return rules[settings.requestRules];
}

/**
 * TransactionDesc. The page says 13 characters; the sandbox takes 28, Safaricom's own library sends
 * 20 by default, and so does the sample on the page of M-PESA Ratiba. Throws Refusal.
 */
export function transactionDescField(body: Body, settings: Settings): string {
  const lengthMax = byRules(settings, { tolerant: Infinity, documented: 13 });
  return optionalTextField(body, 'TransactionDesc', lengthMax);
}

type IdentifierType = '2' | '4' | '11';

/** A till or a shortcode; the newer pages want 4 even where the money goes to a till. */
export function organisationTypes(settings: Settings): readonly IdentifierType[] {
  return byRules<readonly IdentifierType[]>(settings, {
    tolerant: ['2', '4'],
    documented: ['4'],
  });
}

/** The page of Reversal wants 11; clients older than it send 4 as everywhere else. */
export function reversalTypes(settings: Settings): readonly IdentifierType[] {
  return byRules<readonly IdentifierType[]>(settings, {
    tolerant: ['4', '11'],
    documented: ['11'],
  });
}
