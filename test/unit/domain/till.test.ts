import { judge } from '../../../domain/evidence/judge';
import type { ShortcodeNumber } from '../../../domain/values/shortcode';
import { callback, FACTS, PROMPTED_AT_MS, SHORTCODE, status } from './builders';

const TILL = '7654321' as ShortcodeNumber;
const OTHER = '600984' as ShortcodeNumber;
const facts = { ...FACTS, till: TILL };

const judged = (shortcode: ShortcodeNumber) =>
  judge(facts, [callback('0'), status('Completed', { shortcode })], PROMPTED_AT_MS + 60_000);

// Guarantees that money which went to somebody else is never taken for ours (M4).
it('does not take money that went to another shortcode', () => {
  expect(judged(OTHER)).toEqual({ kind: 'conflict', conflict: 'shortcode_differs' });
});

it.each([SHORTCODE, TILL])(
  'takes money that M-Pesa says went to %s, store or till',
  (shortcode) => {
    expect(judged(shortcode)).toMatchObject({ kind: 'paid', grade: 'corroborated' });
  },
);
