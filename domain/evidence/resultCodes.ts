import type { FailureCode } from '../values/failures';

/**
 * What a ResultCode proves about money:
 * - `paid`: it moved;
 * - `not_paid`: it did not, and this prompt can no longer be paid;
 * - `not_paid_yet`: nobody paid so far, but the prompt may still be answered or a late success
 *   may follow; it proves something only after the prompt's life, and only with a second read;
 * - `pending`: M-Pesa is still at it;
 * - `nothing`: not a statement about a customer's payment.
 */
export type Proof = 'paid' | 'not_paid' | 'not_paid_yet' | 'pending' | 'nothing';

export interface ResultCodeRule {
  readonly proof: Proof;
  readonly meaning: string;
  /** The failure it becomes once it is proven. */
  readonly failure: FailureCode | null;
}

type Entry = readonly [code: string, proof: Proof, failure: FailureCode | null, meaning: string];

/** Daraja: M-PESA Express result table, with the older and the observed codes. */
const ENTRIES: readonly Entry[] = [
  ['0', 'paid', null, 'paid'],
  ['1', 'not_paid', 'insufficient_funds', 'the balance is insufficient'],
  ['2', 'not_paid', 'amount_refused', 'below the smallest amount'],
  ['3', 'not_paid', 'amount_refused', 'above the largest amount'],
  ['4', 'not_paid', 'daily_limit_reached', "would exceed the payer's daily limit"],
  ['5', 'not_paid', 'insufficient_funds', 'would fall below the smallest balance'],
  ['6', 'not_paid', 'shortcode_misconfigured', 'primary party unresolved'],
  ['7', 'not_paid', 'shortcode_misconfigured', 'receiver party unresolved'],
  ['8', 'not_paid', 'account_limit_reached', 'would exceed the largest balance'],
  ['10', 'not_paid', 'phone_not_registered', 'the number is not registered'],
  ['11', 'not_paid', 'phone_not_registered', 'the debit account is in an invalid state'],
  ['12', 'not_paid', 'shortcode_misconfigured', 'the credit account is in an invalid state'],
  ['13', 'not_paid', 'phone_not_registered', 'the debit account is unresolved'],
  ['14', 'not_paid', 'shortcode_misconfigured', 'the credit account is unresolved'],
  ['15', 'not_paid_yet', 'provider_error', 'a duplicate: look at the first request'],
  ['17', 'not_paid_yet', 'same_amount_too_soon', 'a rule, or an internal failure'],
  ['18', 'not_paid', 'shortcode_misconfigured', 'credential check failed'],
  ['20', 'not_paid', 'shortcode_misconfigured', 'initiator unresolved'],
  ['21', 'not_paid', 'shortcode_misconfigured', 'the initiator lacks permission'],
  ['22', 'not_paid', 'shortcode_misconfigured', 'a parameter is missing'],
  ['24', 'not_paid', 'shortcode_misconfigured', 'a parameter is bad'],
  ['25', 'not_paid', 'shortcode_misconfigured', 'the command is bad'],
  ['26', 'not_paid_yet', 'provider_busy', 'the system is busy'],
  ['29', 'not_paid', 'shortcode_misconfigured', 'the command is not allowed'],
  ['1001', 'not_paid_yet', 'subscriber_busy', 'another session holds the subscriber'],
  ['1019', 'not_paid_yet', 'prompt_expired', 'the request expired'],
  ['1025', 'not_paid', 'request_refused', 'the prompt could not be sent'],
  ['1031', 'not_paid', 'cancelled_by_customer', 'cancelled by the customer'],
  ['1032', 'not_paid', 'cancelled_by_customer', 'cancelled by the customer'],
  ['1036', 'not_paid_yet', 'phone_unreachable', 'the handset did not acknowledge'],
  ['1037', 'not_paid_yet', 'no_answer', 'no answer, or the phone was out of reach'],
  ['1101', 'not_paid', 'request_refused', 'the prompt text is too long'],
  ['1102', 'not_paid', 'request_refused', 'the prompt text is too long'],
  ['2001', 'not_paid', 'wrong_pin', 'wrong PIN'],
  ['2006', 'not_paid', 'phone_not_registered', 'the account status does not allow it'],
  ['2008', 'not_paid', 'wrong_pin', 'authentication failed'],
  ['2026', 'not_paid', 'prompt_expired', 'the session expired'],
  ['2028', 'not_paid', 'shortcode_misconfigured', 'the product does not permit it'],
  ['2040', 'not_paid', 'phone_not_registered', 'the party type is not supported'],
  ['4999', 'pending', null, 'still under processing'],
  ['8006', 'not_paid', 'pin_locked', 'the PIN is locked'],
  ['9999', 'not_paid_yet', 'provider_error', 'the push failed inside M-Pesa'],
  ['100000100', 'not_paid_yet', 'provider_error', 'storage error inside M-Pesa'],
  ['SFC_IC0003', 'not_paid', 'shortcode_misconfigured', 'the operator does not exist'],
  ['R000001', 'nothing', null, 'already reversed (reversals only)'],
  ['R000002', 'nothing', null, 'original receipt invalid (reversals only)'],
];

export const RESULT_CODES: ReadonlyMap<string, ResultCodeRule> = new Map(
  ENTRIES.map(([code, proof, failure, meaning]) => [code, { proof, failure, meaning }]),
);

const UNKNOWN: ResultCodeRule = {
  proof: 'nothing',
  failure: null,
  meaning: 'not in the catalogue: proves nothing',
};

/** The rule for a code. Codes decide, never descriptions: those differ between Daraja's APIs. */
export function resultCodeRule(code: string): ResultCodeRule {
  return RESULT_CODES.get(code) ?? UNKNOWN;
}

const RESULT_CODE = /^[A-Za-z0-9_.-]{1,32}$/;

/** Callbacks carry numbers, queries strings, some codes letters: all become trimmed strings. */
export function parseResultCode(value: unknown): string | null {
  if (typeof value === 'number') {
    // JSON's -0 would print as the 0 that means paid.
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : null;
  }
  if (typeof value !== 'string') return null;
  const code = value.trim();
  return RESULT_CODE.test(code) ? code : null;
}
