import type { Evidence } from '../../../domain/evidence/evidence';
import { decidePayment } from '../../../domain/payment/decide';
import type { AmountCents } from '../../../domain/values/money';
import { at, callback, contextWith, moneySeen, query } from './builders';
import { AFTER_MS, decideAll, DURING_MS, stepsOf, typesOf } from './decideAll';
import { promptedPayment } from './promptedPayment';

describe('what comes at once, or does not agree', () => {
  // Guarantees that where two of Safaricom's own words disagree neither is announced alone.
  it('announces nothing while a query and a refusal by callback disagree', () => {
    const disagreed = [{ evidence: [callback('1032')] }, { evidence: [query('0')] }];
    const open = decideAll(promptedPayment(), disagreed);
    expect(open).toMatchObject({ state: 'verifying', receipt: null });
    expect(typesOf(open)).toEqual([]);
    const denied = decideAll(open, [{ evidence: [query('1032', AFTER_MS)], nowMs: AFTER_MS }]);
    expect(denied).toMatchObject({ state: 'needs_review', needsAttention: true });
    const row = [{ evidence: [moneySeen('pull_row')], nowMs: AFTER_MS }];
    expect(decideAll(open, row)).toMatchObject({ state: 'succeeded', needsAttention: true });
  });

  // Guarantees that one fact stays one, however often one batch brings it.
  it('takes one callback that comes twenty times in one batch as one fact', () => {
    const twenty = Array.from({ length: 20 }, () => callback('0'));
    const [first] = twenty;
    const decided = decideAll(promptedPayment(), [
      { evidence: first ? [first, ...twenty, first] : [] },
    ]);
    expect(decided.evidence).toHaveLength(1);
    expect(stepsOf(decided).filter((step) => step === 'callback_received')).toHaveLength(1);
  });

  it('shows a callback that could not be read to a person, once', () => {
    const unreadable = () => ({
      ...callback('0'),
      kind: 'unreadable_callback' as const,
      bodySha256: 'd'.repeat(64),
    });
    const decided = decideAll(promptedPayment(), [
      { evidence: [unreadable()] },
      { evidence: [unreadable()] },
    ]);
    expect(decided).toMatchObject({ state: 'verifying', needsAttention: true });
    expect(decided.evidence).toHaveLength(1);
  });

  it('notes five equal callbacks once (F12), and two queries twice', () => {
    const five = Array.from({ length: 5 }, () => ({ evidence: [callback('0')] }));
    const decided = decideAll(promptedPayment(), five);
    expect(decided.evidence).toHaveLength(1);
    expect(
      decideAll(decided, [{ evidence: [query('1037'), query('1037')] }]).evidence,
    ).toHaveLength(3);
  });

  it.each<[string, Evidence[]]>([
    ['success', [callback('0'), query('0')]],
    ['failure', [callback('1032'), query('1032')]],
    ['conflict', [callback('0', { amountCents: 100 as AmountCents })]],
    ['uncertainty', [callback('7777')]],
    ['verification', [callback('0')]],
  ])('changes nothing when the evidence of a %s comes again', (_name, evidence) => {
    const context = contextWith();
    const once = decidePayment(promptedPayment(), evidence, context, at(DURING_MS));
    const again = decidePayment(once.payment, evidence, context, at(DURING_MS + 5_000));
    expect(once.changed).toBe(true);
    expect(again).toMatchObject({ changed: false, verdict: once.verdict });
    expect(again.payment).toEqual(once.payment);
  });
});
