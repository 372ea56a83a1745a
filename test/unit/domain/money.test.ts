import fc from 'fast-check';
import {
  kesToCents,
  MAX_PAYMENT_KES,
  MIN_PAYMENT_KES,
  parseAmountKes,
  parseProviderAmount,
} from '../../../domain/values/money';
import '../propertySeed';

describe('parseAmountKes', () => {
  it.each([
    ['zero', 0],
    ['negative', -1],
    ['negative zero', -0],
    ['a fraction', 0.1],
    ['a fraction above one', 1.5],
    ['above the limit', 250_001],
    ['far above the limit', 1e21],
    ['not a number', NaN],
    ['infinite', Infinity],
    ['a numeric string', '10'],
    ['a decimal string', '10.00'],
    ['Arabic digits', '١٠'],
    ['a big integer', 10n],
    ['a boolean', true],
    ['null', null],
    ['missing', undefined],
    ['an array of one', [10]],
    ['an operator', { $gt: 0 }],
  ])('refuses %s and names the field', (_name, value) => {
    const parsed = parseAmountKes(value);
    expect(parsed).toMatchObject({ ok: false, error: { field: 'amountKes' } });
  });

  it('takes every whole shilling within the limits as it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: MIN_PAYMENT_KES, max: MAX_PAYMENT_KES }), (kes) => {
        expect(parseAmountKes(kes)).toEqual({ ok: true, value: kes });
      }),
    );
  });

  // Guarantees that no number at all can be rounded into a payment.
  it('accepts nothing but whole shillings within the limits', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.maxSafeInteger()), (value) => {
        const isWithin =
          Number.isInteger(value) && value >= MIN_PAYMENT_KES && value <= MAX_PAYMENT_KES;
        expect(parseAmountKes(value).ok).toBe(isWithin);
      }),
    );
  });
});

describe('parseProviderAmount', () => {
  it.each([
    ['', null],
    ['  ', null],
    ['-5.00', null],
    ['5.001', null],
    ['5.', null],
    ['.5', null],
    ['1e3', null],
    ['KES 5', null],
    ['٥', null],
    ['1234567890', null],
    [-5, null],
    [1e21, null],
    [0.001, null],
    [NaN, null],
    [null, null],
    [undefined, null],
    [{}, null],
    [[5], null],
    [true, null],
    ['0', 0],
    [1, 100],
    [1.0, 100],
    [1.5, 150],
    ['1.00', 100],
    ['1.5', 150],
    [' 300 ', 30_000],
    ['1,131,340.05', 113_134_005],
    ['250000.00', 25_000_000],
  ])('reads %p as %p cents', (value, cents) => {
    expect(parseProviderAmount(value)).toBe(cents);
  });

  // Guarantees that an amount survives every way in which M-Pesa writes it, to the cent.
  it('reads back every amount in every form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (cents) => {
        const kes = Math.floor(cents / 100);
        const plain = `${kes}.${String(cents % 100).padStart(2, '0')}`;
        const grouped = plain.replace(/\B(?=(\d{3})+\.)/g, ',');
        for (const form of [plain, grouped, Number(plain)]) {
          expect(parseProviderAmount(form)).toBe(cents);
        }
      }),
    );
  });

  it('agrees with the conversion of a payment to cents', () => {
    const parsed = parseAmountKes(1_500);
    expect(parsed.ok && kesToCents(parsed.value)).toBe(parseProviderAmount('1500.00'));
  });
});
