import type { AmountCents } from '../../../domain/values/money';
import { holdsReference } from '../../../domain/payment/payment';
import { type PaymentState } from '../../../domain/payment/state';
import { decidePayment, type DecisionContext } from '../../../domain/payment/decide';
import { PAYMENT_TIMING } from '../../../domain/payment/timing';
import { refusePayment } from '../../../domain/payment/transition';
import {
  callback,
  at,
  contextWith,
  createdPayment,
  moneySeen,
  OTHER_RECEIPT,
  PROMPT_END_MS,
  PROMPTED_AT_MS,
  query,
  RECEIPT,
  status,
} from './builders';
import {
  AFTER_MS,
  decideAll,
  DURING_MS,
  expectSound,
  stepsOf,
  type Step,
  typesOf,
} from './decideAll';
import { promptedPayment } from './promptedPayment';

describe('deciding a payment', () => {
  it.each<[string, Step[], PaymentState, string[]]>([
    [
      'a forged success that everyone denies goes to a person',
      [{ evidence: [callback('0')] }, { evidence: [query('1032'), status('Declined')] }],
      'needs_review',
      ['payment.needs_review'],
    ],
    [
      'an altered amount goes to a person at once',
      [{ evidence: [callback('0', { amountCents: 100 as AmountCents })] }],
      'needs_review',
      ['payment.needs_review'],
    ],
    [
      'a receipt that another payment holds goes to a person (M8)',
      [{ evidence: [callback('0'), query('0')], context: { receiptTaken: true } }],
      'needs_review',
      ['payment.needs_review'],
    ],
    ['a callback alone is being verified', [{ evidence: [callback('0')] }], 'verifying', []],
    ['a forged cancel is being verified', [{ evidence: [callback('1032')] }], 'verifying', []],
    [
      'an unknown code is unresolved at once',
      [{ evidence: [callback('7777')] }],
      'unresolved',
      ['payment.unresolved'],
    ],
    [
      'silence is unresolved once a quick answer can no longer come, and said once',
      [
        { evidence: [], nowMs: AFTER_MS },
        { evidence: [], nowMs: PROMPT_END_MS + PAYMENT_TIMING.unresolvedAfterMs },
        { evidence: [], nowMs: PROMPT_END_MS + PAYMENT_TIMING.unresolvedAfterMs + 60_000 },
      ],
      'unresolved',
      ['payment.unresolved'],
    ],
    [
      'silence to the horizon goes to a person',
      [
        { evidence: [], nowMs: PROMPT_END_MS + PAYMENT_TIMING.unresolvedAfterMs },
        { evidence: [], nowMs: PROMPTED_AT_MS + PAYMENT_TIMING.horizonMs },
      ],
      'needs_review',
      ['payment.unresolved', 'payment.needs_review'],
    ],
    [
      'cancelled and confirmed is failed',
      [{ evidence: [callback('1032')] }, { evidence: [query('1032')] }],
      'failed',
      ['payment.failed'],
    ],
    [
      'no callback, two denials after the prompt, is failed',
      [
        { evidence: [query('1037', AFTER_MS)], nowMs: AFTER_MS },
        { evidence: [query('1037', AFTER_MS + 15_000)], nowMs: AFTER_MS + 15_000 },
      ],
      'failed',
      ['payment.failed'],
    ],
    [
      'paid and corroborated is succeeded',
      [{ evidence: [callback('0')] }, { evidence: [query('0')] }],
      'succeeded',
      ['payment.succeeded'],
    ],
    [
      'a person’s case is closed by the statement',
      [
        { evidence: [callback('0')] },
        { evidence: [query('1032'), status('Declined')] },
        { evidence: [moneySeen('statement_row')] },
      ],
      'succeeded',
      ['payment.needs_review', 'payment.succeeded'],
    ],
  ])('%s', (_name, steps, state, types) => {
    const decided = decideAll(promptedPayment(), steps);
    expect(decided.state).toBe(state);
    expect(typesOf(decided)).toEqual(types);
  });

  it('turns a failure into a late success, which is audited and announced as such (F14)', () => {
    const decided = decideAll(promptedPayment(), [
      { evidence: [callback('1037'), query('1037', AFTER_MS)], nowMs: AFTER_MS },
      { evidence: [callback('0')], nowMs: AFTER_MS + 21_600_000 },
      { evidence: [query('0', AFTER_MS + 21_601_000)], nowMs: AFTER_MS + 21_601_000 },
    ]);
    expect(decided).toMatchObject({ state: 'succeeded', receipt: RECEIPT, failureCode: null });
    expect(typesOf(decided)).toEqual([
      'payment.failed',
      'payment.contested',
      'payment.late_success',
    ]);
    expect(stepsOf(decided)).toContain('late_success');
  });

  // Guarantees that no payment rests as failed once Safaricom itself says that money moved (M5),
  // and that it does not succeed either while the evidence does not agree on how much (M7).
  it.each<[string, Step['evidence'], Partial<DecisionContext>]>([
    ['another amount', [callback('0', { amountCents: 100 as AmountCents })], {}],
    ['a receipt that another payment holds', [callback('0')], { receiptTaken: true }],
  ])('hands a refusal that a query contradicts to a person: %s', (_name, called, context) => {
    const atMs = AFTER_MS + 60_000;
    const decided = decideAll(promptedPayment(), [
      { evidence: [callback('1032'), query('1032')] },
      { evidence: [...called, query('0', atMs)], nowMs: atMs, context },
    ]);
    expect(decided).toMatchObject({ state: 'needs_review', needsAttention: true });
    expect(typesOf(decided)).toEqual(['payment.failed', 'payment.needs_review']);
    expect(holdsReference(decided)).toBe(false);
  });

  // Guarantees that the advice to ask again is taken back as soon as a callback reports money.
  it('tells the merchant once that a refusal is contested', () => {
    const atMs = AFTER_MS + 60_000;
    const called = callback('0', { atMs });
    const decided = decideAll(promptedPayment(), [
      { evidence: [callback('1032'), query('1032')] },
      { evidence: [called], nowMs: atMs },
      { evidence: [query('1032', atMs + 1)], nowMs: atMs + 1 },
    ]);
    expect(decided.state).toBe('failed');
    expect(typesOf(decided)).toEqual(['payment.failed', 'payment.contested']);
    const told = JSON.parse(decided.events.at(-1)?.body ?? '') as { data: unknown };
    expect(told.data).toMatchObject({ state: 'failed', retry: { safe: 'unknown' } });
  });

  it('attaches a receipt that came after a success by query, and says so', () => {
    const decided = decideAll(promptedPayment(), [
      { evidence: [query('0')] },
      { evidence: [callback('0')] },
    ]);
    expect(decided).toMatchObject({ state: 'succeeded', receipt: RECEIPT, grade: 'corroborated' });
    expect(typesOf(decided)).toEqual(['payment.succeeded', 'payment.receipt_attached']);
  });

  it('raises the grade by the statement without a second announcement', () => {
    const decided = decideAll(promptedPayment(), [
      { evidence: [callback('0'), query('0')] },
      { evidence: [moneySeen('statement_row')] },
    ]);
    expect(decided).toMatchObject({ grade: 'settled', receipt: RECEIPT });
    expect(typesOf(decided)).toEqual(['payment.succeeded']);
  });

  // Guarantees that what was announced as paid is never taken back (M9), but is looked at.
  it('keeps a success against denials and against a second receipt', () => {
    const paid = decideAll(promptedPayment(), [{ evidence: [callback('0'), query('0')] }]);
    const denied = decideAll(paid, [
      { evidence: [callback('1032'), query('1032', AFTER_MS)], nowMs: AFTER_MS },
    ]);
    expect(denied).toMatchObject({ state: 'succeeded', receipt: RECEIPT });
    const doubled = decideAll(denied, [{ evidence: [callback('0', { receipt: OTHER_RECEIPT })] }]);
    expect(doubled).toMatchObject({ state: 'succeeded', receipt: RECEIPT, needsAttention: true });
    expect(typesOf(doubled)).toEqual(['payment.succeeded']);
  });

  // Guarantees that a callback which says the opposite of a success is shown to a person (F13).
  it.each<[string, Step[]]>([
    ['after', [{ evidence: [callback('0'), query('0')] }, { evidence: [callback('1032')] }]],
    [
      'before, once a later query confirms it',
      [
        { evidence: [callback('1032')] },
        { evidence: [query('0')] },
        { evidence: [query('0', AFTER_MS)], nowMs: AFTER_MS },
      ],
    ],
  ])('marks a success that a refusal came %s', (_when, steps) => {
    const decided = decideAll(promptedPayment(), steps);
    expect(decided).toMatchObject({ state: 'succeeded', needsAttention: true });
    expect(decided.history.at(-1)).toMatchObject({ detail: 'paid_but_refused' });
    expect(typesOf(decided)).toEqual(['payment.succeeded']);
  });

  it('does not mark a success of a phone that was first called out of reach', () => {
    const decided = decideAll(promptedPayment(), [
      { evidence: [callback('1037')] },
      { evidence: [query('0')] },
    ]);
    expect(decided).toMatchObject({ state: 'succeeded', needsAttention: false });
  });

  it('keeps a reported success that the query denies afterwards', () => {
    const decided = decideAll(promptedPayment(), [
      { evidence: [callback('0')], context: { corroborateAboveKes: 1_500 } },
      { evidence: [query('1032')], context: { corroborateAboveKes: 1_500 } },
    ]);
    expect(decided).toMatchObject({ state: 'succeeded', grade: 'reported' });
  });

  it('dates the verdict by the moment of its announcement, not of later repeats', () => {
    const failed = decideAll(promptedPayment(), [{ evidence: [callback('1032'), query('1032')] }]);
    expect(failed.verdictAtMs).toBe(DURING_MS);
    const later = decideAll(failed, [{ evidence: [callback('1037')], nowMs: AFTER_MS }]);
    expect(later.verdictAtMs).toBe(DURING_MS);
  });

  it('says that a callback is missing once, when it is due', () => {
    const dueMs = PROMPTED_AT_MS + PAYMENT_TIMING.callbackTimeoutMs;
    const early = decidePayment(promptedPayment(), [], contextWith(), at(dueMs - 1));
    expect(early).toMatchObject({ changed: false, payment: { state: 'awaiting_customer' } });
    const due = decideAll(promptedPayment(), [
      { evidence: [], nowMs: dueMs },
      { evidence: [], nowMs: dueMs + 1 },
    ]);
    expect(due.state).toBe('verifying');
    expect(stepsOf(due).filter((step) => step === 'callback_missing')).toHaveLength(1);
  });

  it('refuses a payment before its prompt with one event and its failure', () => {
    const refused = refusePayment(
      createdPayment(),
      'prompt_abandoned',
      'prompt_deadline_passed',
      at(DURING_MS),
    );
    expectSound(refused);
    expect(refused).toMatchObject({ state: 'failed', failureCode: 'prompt_deadline_passed' });
    expect(typesOf(refused)).toEqual(['payment.failed']);
  });
});
