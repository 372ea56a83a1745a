import fc from 'fast-check';
import { maskMsisdn, parseMsisdn } from '../../../domain/values/msisdn';
import '../propertySeed';

const CANONICAL = '254708374149';

describe('parseMsisdn', () => {
  it.each([
    ['empty', ''],
    ['only spaces', '   '],
    ['nine digits', '708374149'],
    ['too short', '070837414'],
    ['too long', '07083741490'],
    ['a landline', '0208374149'],
    ['a 08 number', '0808374149'],
    ['254 with the zero kept', '2540708374149'],
    ['two pluses', '++254708374149'],
    ['00 as the plus', '00254708374149'],
    ['plus and national form', '+0708374149'],
    ['Tanzania', '+255708374149'],
    ['Uganda', '256708374149'],
    ['the United States', '+12025550123'],
    ['a right-to-left mark before', '\u200f0708374149'],
    ['a left-to-right mark within', '0708\u200e374149'],
    ['a right-to-left override', '\u202e0708374149'],
    ['a zero-width space', '0708\u200b374149'],
    ['a no-break space', '0708\u00a0374149'],
    ['a tab', '0708\t374149'],
    ['a trailing newline', '0708374149\n'],
    ['dashes', '0708-374-149'],
    ['Arabic digits', '٠٧٠٨٣٧٤١٤٩'],
    ['full-width digits', '０７０８３７４１４９'],
    ['letters', '07O8374149'],
    ['a masked number', '2547****149'],
    ['a decimal', '0708374149.0'],
    ['more spaces than anyone types', `0708374149${' '.repeat(20)}`],
    ['a number', 254708374149],
    ['null', null],
    ['missing', undefined],
    ['an array', ['0708374149']],
    ['an operator', { $ne: null }],
  ])('refuses %s and names the field', (_name, value) => {
    const parsed = parseMsisdn(value);
    expect(parsed).toMatchObject({ ok: false, error: { field: 'phone' } });
  });

  it.each([
    '0708374149',
    '254708374149',
    '+254708374149',
    '0708 374 149',
    '+254 708 374 149',
    ' 254708374149 ',
  ])('brings %p to the one form', (form) => {
    expect(parseMsisdn(form)).toEqual({ ok: true, value: CANONICAL });
  });

  it('takes the 01 numbers in the same forms', () => {
    for (const form of ['0100000001', '254100000001', '+254 100 000 001']) {
      expect(parseMsisdn(form)).toEqual({ ok: true, value: '254100000001' });
    }
  });

  // Guarantees that limits keyed by the canonical number cannot be dodged by spelling (A26).
  it('gives one form for all spellings of any Kenyan number, and is stable', () => {
    const national = fc
      .tuple(fc.constantFrom('7', '1'), fc.integer({ min: 0, max: 99_999_999 }))
      .map(([prefix, rest]) => `${prefix}${String(rest).padStart(8, '0')}`);
    fc.assert(
      fc.property(national, fc.integer({ min: 1, max: 8 }), (digits, at) => {
        const canonical = { ok: true, value: `254${digits}` };
        const spaced = `0${digits.slice(0, at)} ${digits.slice(at)}`;
        for (const form of [`0${digits}`, `254${digits}`, `+254${digits}`, spaced]) {
          expect(parseMsisdn(form)).toEqual(canonical);
        }
      }),
    );
  });

  it('never accepts a text that is not a canonical number afterwards', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
        const parsed = parseMsisdn(text);
        expect(!parsed.ok || /^254[17]\d{8}$/.test(parsed.value)).toBe(true);
      }),
    );
  });
});

describe('maskMsisdn', () => {
  it('shows seven of the twelve digits', () => {
    const parsed = parseMsisdn(CANONICAL);
    expect(parsed.ok && maskMsisdn(parsed.value)).toBe('2547****149');
  });
});
