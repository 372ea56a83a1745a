import { viewOf } from '../../../domain/payment/view';
import { callback, query, RECEIPT } from './builders';
import { AFTER_MS, expectSound, stepsOf, typesOf } from './decideAll';
import { promptedPayment } from './promptedPayment';
import { heard, refused, sayPaid } from './reviewCases';

const HOLD = { lateSuccess: 'hold_for_review' } as const;
const PAID = [callback('0'), query('0', AFTER_MS)];

describe('a success that comes after a refusal', () => {
  it.each([[{}], [{ lateSuccess: 'accept' } as const]])(
    'is a success at once where the merchant accepts it: %j',
    (context) => {
      const after = heard(refused(), PAID, context);
      expect(after).toMatchObject({ state: 'succeeded', receipt: RECEIPT });
      expect(typesOf(after)).toEqual(['payment.failed', 'payment.late_success']);
    },
  );

  it('waits for a person where the merchant holds it, and no event calls it a success', () => {
    const held = heard(refused(), PAID, HOLD);
    expect(held).toMatchObject({ state: 'needs_review', needsAttention: true, receipt: null });
    expect(stepsOf(held).at(-1)).toBe('late_success_held');
    expect(typesOf(held)).toEqual(['payment.failed', 'payment.needs_review']);
    expect(viewOf(held).retry).toMatchObject({ safe: 'unknown' });
  });

  // Guarantees that a held success is never announced by anything but a person (A77).
  it.each([
    ['the merchant still holds', HOLD],
    ['the merchant accepts again', {}],
  ])('stays with the person whatever more is proven, when %s', (_, context) => {
    const held = heard(refused(), PAID, HOLD);
    const after = heard(held, [query('0', AFTER_MS + 1), callback('1032')], context);
    expect(after.state).toBe('needs_review');
    const { payment } = sayPaid(after);
    expect(payment).toMatchObject({ state: 'succeeded', grade: 'reviewed' });
    expect(typesOf(payment).at(-1)).toBe('payment.late_success');
    expectSound(payment);
  });

  it('is held too where a conflict had brought the refusal to a person before', () => {
    const conflict = heard(refused(), PAID, { ...HOLD, receiptTaken: true });
    expect(stepsOf(conflict).at(-1)).toBe('late_conflict');
    expect(heard(conflict, [query('0', AFTER_MS + 1)], HOLD).state).toBe('needs_review');
    expect(heard(conflict, [query('0', AFTER_MS + 1)]).state).toBe('succeeded');
  });

  it('is told at once where the payment had not failed', () => {
    const after = heard(promptedPayment(), PAID, HOLD);
    expect(after.state).toBe('succeeded');
  });
});
