import type { Evidence } from '../../../domain/evidence/evidence';
import { judge, type Verdict } from '../../../domain/evidence/judge';
import { callback, FACTS, moneySeen, PROMPTED_AT_MS, query, RECEIPT, status } from './builders';
import { AFTER_MS, LATER_MS } from './judgeScenario';

/* Every pair of strong sources of which one says that money moved and the other that it did not. */

const DURING_MS = PROMPTED_AT_MS + 20_000;
const NAMELESS = { receipt: null };

const SAYS_PAID: Readonly<Record<string, Evidence>> = {
  'a callback': callback('0'),
  'a query': query('0', DURING_MS),
  'a status': status('Completed'),
  'a confirmation': moneySeen('c2b_confirmation'),
  'a pull row': moneySeen('pull_row'),
  'a statement row': moneySeen('statement_row'),
};

const SAYS_UNPAID: Readonly<Record<string, Evidence>> = {
  'a callback': callback('1032'),
  'a query': query('1032', DURING_MS + 1_000),
  'a status of that receipt': status('Declined'),
  'a status without a receipt': status('Declined', NAMELESS),
};

type Expected =
  'paid' | 'sources_disagree' | 'denied_sighting' | 'unverified_callback' | 'not_final';

/** What each pair proves while the prompt may still be answered. */
const TABLE: Readonly<Record<string, Readonly<Record<string, Expected>>>> = {
  'a callback': {
    'a callback': 'unverified_callback',
    'a query': 'denied_sighting',
    'a status of that receipt': 'unverified_callback',
    'a status without a receipt': 'unverified_callback',
  },
  // The same source knew more later; a success is never taken back by it.
  'a query': {
    'a callback': 'sources_disagree',
    'a query': 'paid',
    'a status of that receipt': 'sources_disagree',
    'a status without a receipt': 'sources_disagree',
  },
  // Nobody named the receipt, so nobody asked for this status: it proves nothing.
  'a status': {
    'a callback': 'not_final',
    'a query': 'not_final',
    'a status of that receipt': 'not_final',
    'a status without a receipt': 'not_final',
  },
  'a confirmation': {
    'a callback': 'paid',
    'a query': 'paid',
    'a status of that receipt': 'paid',
    'a status without a receipt': 'paid',
  },
  'a pull row': {
    'a callback': 'paid',
    'a query': 'paid',
    'a status of that receipt': 'paid',
    'a status without a receipt': 'paid',
  },
  'a statement row': {
    'a callback': 'paid',
    'a query': 'paid',
    'a status of that receipt': 'paid',
    'a status without a receipt': 'paid',
  },
};

const PAIRS = Object.keys(SAYS_PAID).flatMap((paid) =>
  Object.keys(SAYS_UNPAID).map((unpaid) => [paid, unpaid] as const),
);

function pair(paid: string, unpaid: string): Evidence[] {
  return [SAYS_PAID[paid], SAYS_UNPAID[unpaid]].flatMap((item) => item ?? []);
}

function said(verdict: Verdict): string {
  return verdict.kind === 'open' ? verdict.reason : verdict.kind;
}

// Guarantees that two of Safaricom's own words that disagree are never announced on one of them.
it.each(PAIRS)('judges paid by %s and unpaid by %s as the table says', (paid, unpaid) => {
  const evidence = pair(paid, unpaid);
  expect(evidence).toHaveLength(2);
  const expected = TABLE[paid]?.[unpaid];
  expect(said(judge(FACTS, evidence, DURING_MS + 2_000))).toBe(expected);
  expect(said(judge(FACTS, [...evidence].reverse(), DURING_MS + 2_000))).toBe(expected);
});

const DISAGREEING = Object.keys(SAYS_UNPAID).filter((unpaid) => unpaid !== 'a query');

describe.each(DISAGREEING)('a query that says paid against %s', (unpaid) => {
  const evidence = pair('a query', unpaid);

  it('is not confirmed by a second query while the prompt lives, nor by age', () => {
    const early = [...evidence, query('0', DURING_MS + 60_000)];
    expect(said(judge(FACTS, early, AFTER_MS))).toBe('sources_disagree');
    expect(said(judge(FACTS, evidence, LATER_MS))).toBe('sources_disagree');
  });

  it('is confirmed by a second query after it', () => {
    const verdict = judge(FACTS, [...evidence, query('0', AFTER_MS)], AFTER_MS);
    expect(verdict).toEqual({ kind: 'paid', grade: 'corroborated', receipt: null });
  });

  it('goes to a person when the second query denies, and not when it says nothing final', () => {
    const denied = judge(FACTS, [...evidence, query('1032', AFTER_MS)], AFTER_MS);
    expect(denied).toEqual({ kind: 'conflict', conflict: 'sources_disagree' });
    const pending = judge(FACTS, [...evidence, query('4999', AFTER_MS)], AFTER_MS);
    expect(said(pending)).toBe('sources_disagree');
  });

  it('is confirmed by a source with a receipt', () => {
    const verdict = judge(FACTS, [...evidence, moneySeen('pull_row')], AFTER_MS);
    expect(verdict).toEqual({ kind: 'paid', grade: 'corroborated', receipt: RECEIPT });
  });
});

// Guarantees that a receipt which Safaricom denies is not attached to a success.
it('leaves out the receipt of a callback that a status denies', () => {
  const evidence = [callback('0'), query('0'), status('Declined'), query('0', AFTER_MS)];
  const verdict = judge(FACTS, evidence, AFTER_MS);
  expect(verdict).toEqual({ kind: 'paid', grade: 'corroborated', receipt: null });
});

describe('a definite callback where STK Query only answers with errors', () => {
  const endMs = AFTER_MS + FACTS.definiteAloneAfterMs;

  it('is believed long after the prompt, and not before', () => {
    const refused = { ...FACTS, isQueryRefused: true };
    const verdict = judge(refused, [callback('1032')], endMs);
    expect(verdict).toMatchObject({ kind: 'unpaid', failure: 'cancelled_by_customer' });
    expect(judge(refused, [callback('1032')], endMs - 2).kind).toBe('open');
  });

  // Guarantees that silence of ours, or a code that leaves doubt, refuses nothing.
  it('is not believed where Safaricom was not reached, nor an ambiguous one ever', () => {
    expect(judge(FACTS, [callback('1032')], endMs).kind).toBe('open');
    const refused = { ...FACTS, isQueryRefused: true };
    expect(judge(refused, [callback('1037')], endMs).kind).toBe('open');
    expect(judge(refused, [callback('1032'), callback('1037')], endMs).kind).toBe('open');
    expect(judge(refused, [callback('1032'), callback('0')], endMs).kind).toBe('open');
  });
});
