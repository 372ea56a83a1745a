import fc from 'fast-check';
import type { FailureCode } from '../../../domain/values/failures';
import {
  parseResultCode,
  RESULT_CODES,
  resultCodeRule,
  type Proof,
} from '../../../domain/evidence/resultCodes';
import '../propertySeed';

/**
 * Written out from Daraja's tables and observations, independently of the catalogue: a change of
 * what a code proves must be made, and thought about, twice.
 */
const EXPECTED: readonly (readonly [string, Proof, FailureCode | null])[] = [
  ['0', 'paid', null],
  ['1', 'not_paid', 'insufficient_funds'],
  ['2', 'not_paid', 'amount_refused'],
  ['3', 'not_paid', 'amount_refused'],
  ['4', 'not_paid', 'daily_limit_reached'],
  ['5', 'not_paid', 'insufficient_funds'],
  ['6', 'not_paid', 'shortcode_misconfigured'],
  ['7', 'not_paid', 'shortcode_misconfigured'],
  ['8', 'not_paid', 'account_limit_reached'],
  ['10', 'not_paid', 'phone_not_registered'],
  ['11', 'not_paid', 'phone_not_registered'],
  ['12', 'not_paid', 'shortcode_misconfigured'],
  ['13', 'not_paid', 'phone_not_registered'],
  ['14', 'not_paid', 'shortcode_misconfigured'],
  ['15', 'not_paid_yet', 'provider_error'],
  ['17', 'not_paid_yet', 'same_amount_too_soon'],
  ['18', 'not_paid', 'shortcode_misconfigured'],
  ['20', 'not_paid', 'shortcode_misconfigured'],
  ['21', 'not_paid', 'shortcode_misconfigured'],
  ['22', 'not_paid', 'shortcode_misconfigured'],
  ['24', 'not_paid', 'shortcode_misconfigured'],
  ['25', 'not_paid', 'shortcode_misconfigured'],
  ['26', 'not_paid_yet', 'provider_busy'],
  ['29', 'not_paid', 'shortcode_misconfigured'],
  ['1001', 'not_paid_yet', 'subscriber_busy'],
  ['1019', 'not_paid_yet', 'prompt_expired'],
  ['1025', 'not_paid', 'request_refused'],
  ['1031', 'not_paid', 'cancelled_by_customer'],
  ['1032', 'not_paid', 'cancelled_by_customer'],
  ['1036', 'not_paid_yet', 'phone_unreachable'],
  ['1037', 'not_paid_yet', 'no_answer'],
  ['1101', 'not_paid', 'request_refused'],
  ['1102', 'not_paid', 'request_refused'],
  ['2001', 'not_paid', 'wrong_pin'],
  ['2006', 'not_paid', 'phone_not_registered'],
  ['2008', 'not_paid', 'wrong_pin'],
  ['2026', 'not_paid', 'prompt_expired'],
  ['2028', 'not_paid', 'shortcode_misconfigured'],
  ['2040', 'not_paid', 'phone_not_registered'],
  ['4999', 'pending', null],
  ['8006', 'not_paid', 'pin_locked'],
  ['9999', 'not_paid_yet', 'provider_error'],
  ['100000100', 'not_paid_yet', 'provider_error'],
  ['SFC_IC0003', 'not_paid', 'shortcode_misconfigured'],
  ['R000001', 'nothing', null],
  ['R000002', 'nothing', null],
];

describe('the catalogue of result codes', () => {
  it.each(EXPECTED)('%s proves %s', (code, proof, failure) => {
    expect(resultCodeRule(code)).toMatchObject({ proof, failure });
  });

  it('holds no code that is not in the table above', () => {
    expect([...RESULT_CODES.keys()].sort()).toEqual(EXPECTED.map(([code]) => code).sort());
  });

  // Guarantees that money is believed on one code only.
  it('has one code that says paid', () => {
    const paid = [...RESULT_CODES].filter(([, rule]) => rule.proof === 'paid');
    expect(paid.map(([code]) => code)).toEqual(['0']);
  });

  it('gives a failure to every code that may become one, and to no other', () => {
    for (const [, rule] of RESULT_CODES) {
      const mayFail = rule.proof === 'not_paid' || rule.proof === 'not_paid_yet';
      expect(rule.failure !== null).toBe(mayFail);
    }
  });

  // Guarantees that a code which Safaricom invents tomorrow neither pays nor refuses (F18).
  it('lets any other code prove nothing', () => {
    const known = new Set(EXPECTED.map(([code]) => code));
    const unknown = fc.oneof(fc.string(), fc.nat().map(String)).filter((code) => !known.has(code));
    fc.assert(
      fc.property(unknown, (code) => {
        expect(resultCodeRule(code)).toMatchObject({ proof: 'nothing', failure: null });
      }),
    );
  });

  it.each(['00', '0.0', '+0', '-0', ' 0', '0x0', '٠', 'constructor', '__proto__'])(
    'does not take %p for another spelling of a known code',
    (code) => {
      expect(resultCodeRule(code).proof).toBe('nothing');
    },
  );
});

describe('parseResultCode', () => {
  it.each([
    ['', null],
    ['   ', null],
    [1.5, null],
    [NaN, null],
    [2 ** 60, null],
    ['a b', null],
    ['1032\u0000', null],
    ['x'.repeat(33), null],
    [null, null],
    [undefined, null],
    [true, null],
    [[0], null],
    [{ code: 0 }, null],
    [0, '0'],
    ['0', '0'],
    [' 1032 ', '1032'],
    [1032, '1032'],
    [-1, '-1'],
    ['SFC_IC0003', 'SFC_IC0003'],
    ['500.001.1001', '500.001.1001'],
  ])('reads %p as %p', (value, code) => {
    expect(parseResultCode(value)).toBe(code);
  });

  // Guarantees that callbacks, which send numbers, and queries, which send strings, agree.
  it('reads a code alike as number and as string', () => {
    fc.assert(
      fc.property(fc.nat(), (code) => {
        expect(parseResultCode(code)).toBe(parseResultCode(String(code)));
      }),
    );
  });
});
