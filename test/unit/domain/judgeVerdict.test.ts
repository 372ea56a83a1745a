import type { Verdict } from '../../../domain/evidence/judge';
import { callback, moneySeen, query, RECEIPT, status } from './builders';
import { AFTER_MS, LATER_MS, runScenario, SMALL, type JudgeScenario } from './judgeScenario';

function unpaid(
  failure: Extract<Verdict, { kind: 'unpaid' }>['failure'],
  resultCode: string,
): Verdict {
  return { kind: 'unpaid', failure, resultCode };
}

const UNPAID: readonly JudgeScenario[] = [
  {
    name: 'cancelled, said by callback and query',
    evidence: [callback('1032'), query('1032')],
    expected: unpaid('cancelled_by_customer', '1032'),
  },
  {
    name: 'cancelled without a callback: two reads, both after the prompt',
    evidence: [query('1032', AFTER_MS), query('1032', LATER_MS)],
    nowMs: LATER_MS,
    expected: unpaid('cancelled_by_customer', '1032'),
  },
  {
    name: 'wrong PIN',
    evidence: [callback('2001'), query('2001')],
    expected: unpaid('wrong_pin', '2001'),
  },
  {
    name: 'insufficient funds, the query first',
    evidence: [query('1'), callback('1')],
    expected: unpaid('insufficient_funds', '1'),
  },
  {
    name: 'no answer: callback, and a query after the prompt',
    evidence: [callback('1037'), query('1037', AFTER_MS)],
    nowMs: AFTER_MS,
    expected: unpaid('no_answer', '1037'),
  },
  {
    name: 'the definite code names the failure, whichever came first',
    evidence: [query('1037'), callback('1032'), query('1037', AFTER_MS)],
    nowMs: AFTER_MS,
    expected: unpaid('cancelled_by_customer', '1032'),
  },
];

const PAID: readonly JudgeScenario[] = [
  {
    name: 'a callback corroborated by the query',
    evidence: [callback('0'), query('0')],
    expected: { kind: 'paid', grade: 'corroborated', receipt: RECEIPT },
  },
  {
    name: 'the query alone, without a receipt',
    evidence: [query('0')],
    expected: { kind: 'paid', grade: 'corroborated', receipt: null },
  },
  {
    name: 'a negative query after a corroborated success changes nothing',
    evidence: [callback('0'), query('0'), query('1032', AFTER_MS), query('1032', AFTER_MS)],
    nowMs: AFTER_MS,
    expected: { kind: 'paid', grade: 'corroborated', receipt: RECEIPT },
  },
  {
    name: 'Transaction Status breaks the tie between callback and query',
    evidence: [callback('0'), query('1032'), status('Completed')],
    expected: { kind: 'paid', grade: 'corroborated', receipt: RECEIPT },
  },
  {
    name: 'late success after two refusals',
    evidence: [callback('1037'), query('1037', AFTER_MS), callback('0'), query('0', AFTER_MS)],
    nowMs: AFTER_MS,
    expected: { kind: 'paid', grade: 'corroborated', receipt: RECEIPT },
  },
  ...(['c2b_confirmation', 'pull_row'] as const).map((kind) => ({
    name: `a ${kind} brings receipt and proof`,
    evidence: [moneySeen(kind)],
    expected: { kind: 'paid', grade: 'corroborated', receipt: RECEIPT } as const,
  })),
  {
    name: 'a statement row settles, against any denial',
    evidence: [query('1032'), query('1032', AFTER_MS), moneySeen('statement_row')],
    nowMs: AFTER_MS,
    expected: { kind: 'paid', grade: 'settled', receipt: RECEIPT },
  },
  {
    name: 'a small sum on its callback, where the merchant allows it',
    evidence: [callback('0')],
    facts: SMALL,
    expected: { kind: 'paid', grade: 'reported', receipt: RECEIPT },
  },
  {
    name: 'two callbacks of one success',
    evidence: [callback('0'), callback('0'), query('0')],
    expected: { kind: 'paid', grade: 'corroborated', receipt: RECEIPT },
  },
];

describe('judge, of what proves that money did not move', () => {
  it.each(UNPAID)('$name', runScenario);
});

describe('judge, of what proves that money moved', () => {
  it.each(PAID)('$name', runScenario);
});
