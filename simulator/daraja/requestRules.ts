import type { Settings } from '../settings';
import { optionalTextField, type Body } from './fields';

/** What a whole prompt may hold (Daraja: M-PESA Express, code 1025). */
const promptLengthMax = 182;

/**
 * What a request may hold: what public clients send and nobody has seen refused, or (a setting)
 * only what Safaricom's pages document.
 */
export function byRules<T>(settings: Settings, rules: { tolerant: T; documented: T }): T {
  return rules[settings.requestRules];
}

/**
 * TransactionDesc, refused under a name that no field has. The page says 13 characters; the sandbox
 * took 28 and refused 279, and Safaricom's own library sends 20. Throws Refusal.
 */
export function transactionDescField(body: Body, settings: Settings): string {
  const lengthMax = byRules(settings, { tolerant: promptLengthMax, documented: 13 });
  return optionalTextField(body, 'TransactionDesc', lengthMax, 'Remarks');
}

/** Of AccountReference: the page says 12 characters, the sandbox took 15, and C2B carries 20. */
export function accountReferenceLengthMax(settings: Settings): number {
  return byRules(settings, { tolerant: 20, documented: 12 });
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
