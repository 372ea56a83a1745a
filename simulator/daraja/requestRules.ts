import type { Settings } from '../settings';
import { fieldOf, optionalTextField, scalarField, type Body } from './fields';
import { invalidField } from './reply';

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

/** Fields that the pages call String or Alpha-Numeric and show as texts only. */
const texts = [
  ...['AccountReference', 'TransactionDesc', 'Timestamp', 'Password', 'CheckoutRequestID'],
  ...['Initiator', 'InitiatorName', 'Remarks', 'Occasion', 'Occassion', 'TransactionID'],
  ...['OriginalConversationID', 'OriginatorConversationID', 'BillRefNumber', 'StandingOrderName'],
  ...['MerchantName', 'RefNo', 'CPI', 'StartDate', 'EndDate', 'Frequency', 'paymentRef'],
] as const;

const choices = ['TransactionType', 'CommandID', 'ResponseType', 'RequestType', 'TrxCode'] as const;

/**
 * Under the documented rules a text is not a number, and a choice has no blanks around it; a
 * numeric field may be either, because the pages show both. Throws Refusal.
 */
export function checkDocumentedTexts(body: Body, settings: Settings): void {
  if (settings.requestRules !== 'documented') return;
  const number = texts.find((each) => typeof fieldOf(body, each) === 'number');
  if (number !== undefined) throw invalidField(number === 'TransactionDesc' ? 'Remarks' : number);
  const blank = choices.find((each) => /^\s|\s$/.test(scalarField(body, each) ?? ''));
  if (blank !== undefined) throw invalidField(blank);
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
