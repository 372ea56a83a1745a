import fc from 'fast-check';
import { ID_PREFIXES, isId, type IdKind } from '../../../domain/values/ids';
import { parseReceipt } from '../../../domain/values/receipt';
import { parseDescription, parseReference } from '../../../domain/values/reference';
import { parseShortcode } from '../../../domain/values/shortcode';
import { newId } from './builders';
import '../propertySeed';

const KINDS = Object.keys(ID_PREFIXES) as IdKind[];

describe('receipts', () => {
  it.each(['', 'UKN4A1B', 'UKN4A1B2C3D4E', 'UKN4-1B2C3', 'UKN4A1B2Ç3', null, undefined, 12345678])(
    'refuses %p',
    (value) => {
      expect(parseReceipt(value)).toBeNull();
    },
  );

  it.each(['UKN4A1B2C3', ' ukn4a1b2c3 ', 'UKN4A1B2C3D', 'UKN4A1B2'])('takes %p', (value) => {
    expect(parseReceipt(value)).toBe(value.trim().toUpperCase());
  });

  // Guarantees that one receipt cannot pass for two by its spelling (M8).
  it('gives one form for every spelling', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]{10}$/), (receipt) => {
        expect(parseReceipt(receipt.toLowerCase())).toBe(receipt);
        expect(parseReceipt(` ${receipt}\n`)).toBe(receipt);
      }),
    );
  });
});

describe('references and descriptions', () => {
  it.each([
    '',
    ' ORD-1',
    'ORD 1',
    '-ORD1',
    'ORD-1234567890',
    'ORD\n1',
    'ORD\u0000',
    'ORD😀',
    '<b>1</b>',
    null,
    7,
    { $ne: 1 },
  ])('refuses the reference %p', (value) => {
    expect(parseReference(value)).toMatchObject({ ok: false, error: { field: 'reference' } });
  });

  it.each(['', ' x', 'Order 12345678', 'a\tb', 'é', null, 7])(
    'refuses the description %p',
    (value) => {
      expect(parseDescription(value)).toMatchObject({ ok: false, error: { field: 'description' } });
    },
  );

  it('takes what Daraja prints: 12 and 13 characters', () => {
    expect(parseReference('ORD-1042/A_1').ok).toBe(true);
    expect(parseDescription('Order 1042 A.').ok).toBe(true);
  });

  // Guarantees that a reference can stand in for a missing description in the push.
  it('takes every reference as a description', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,11}$/), (reference) => {
        expect(parseReference(reference).ok).toBe(true);
        expect(parseDescription(reference).ok).toBe(true);
      }),
    );
  });
});

describe('shortcodes', () => {
  it.each(['1234', '12345678', '17437a', ' 174379', '', 1234, 1.5, null])('refuses %p', (value) => {
    expect(parseShortcode(value)).toBeNull();
  });

  it('takes five to seven digits, as text or number', () => {
    expect(parseShortcode('17437')).toBe('17437');
    expect(parseShortcode(174379)).toBe('174379');
    expect(parseShortcode('1743790')).toBe('1743790');
  });
});

describe('ids', () => {
  // Guarantees that an id of one kind never passes for another: prefixes are all different.
  it('are told apart by kind', () => {
    for (const made of KINDS) {
      for (const asked of KINDS) {
        expect(isId(asked, newId(made))).toBe(made === asked);
      }
    }
  });

  it.each([
    'pay_',
    'pay_0123456789abcdefghjkmnpqr',
    'pay_81h455vb4pex5vsknk084sn02q',
    'pay_01H455VB4PEX5VSKNK084SN02Q',
    'pay_01h455vb4pex5vsknk084sn02i',
    'pay_01h455vb4pex5vsknk084sn02q0',
    'pay_01h455vb4pex5vsknk084sn02q\n',
    'pay01h455vb4pex5vsknk084sn02q',
    '',
  ])('are refused in the shape %p', (value) => {
    expect(isId('payment', value)).toBe(false);
  });

  it('are accepted as TypeID writes them', () => {
    expect(isId('payment', 'pay_01h455vb4pex5vsknk084sn02q')).toBe(true);
  });
});
