import type { FailureCode } from '../domain/values/failures';
import { withoutPrefix } from './http/answer';

/**
 * The fields of a push by which a refusal can name them, in lower case (Daraja: M-PESA Express).
 * `Remarks` is not a field of a push: Daraja says it of texts that it does not accept.
 */
const FIELDS: ReadonlyMap<string, FailureCode> = new Map([
  ['phonenumber', 'phone_refused'],
  ['partya', 'phone_refused'],
  ['amount', 'amount_refused'],
  ['accountreference', 'reference_refused'],
  ['transactiondesc', 'description_refused'],
  ['remarks', 'description_refused'],
  ['callbackurl', 'callback_address_refused'],
  ['businessshortcode', 'shortcode_misconfigured'],
  ['partyb', 'shortcode_misconfigured'],
  ['transactiontype', 'shortcode_misconfigured'],
  ['password', 'shortcode_misconfigured'],
]);

/** "Bad Request - Invalid PhoneNumber", and "The element AccountReference is invalid." */
const NAMED = [/\binvalid (\w{1,40})(?: (\w{1,40}))?/i, /\belement (\w{1,40}) is invalid\b/i];

/**
 * The failure that names the field which a refusal is about, for the merchant to read. The code
 * of the refusal has decided that nothing was done; its text only says what to look at. Pure.
 */
export function refusedField(errorMessage: string): FailureCode {
  const text = withoutPrefix(errorMessage);
  for (const pattern of NAMED) {
    const [, first = '', second = ''] =
      pattern.exec(text)?.map((part) => part?.toLowerCase()) ?? [];
    const failure = FIELDS.get(first + second) ?? FIELDS.get(first);
    if (failure) return failure;
  }
  return 'request_refused';
}
