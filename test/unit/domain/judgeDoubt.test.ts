import type { JudgeFacts, Verdict } from '../../../domain/evidence/judge';
import type { AmountCents } from '../../../domain/values/money';
import type { ShortcodeNumber } from '../../../domain/values/shortcode';
import {
  AMOUNT_CENTS,
  callback,
  moneySeen,
  OTHER_RECEIPT,
  PROMPTED_AT_MS,
  query,
  status,
} from './builders';
import { AFTER_MS, LATER_MS, open, runScenario, SMALL, type JudgeScenario } from './judgeScenario';

const ONE_CENT_LESS = (AMOUNT_CENTS - 1) as AmountCents;
const ONE_SHILLING = 100 as AmountCents;
const EARLIER_MS = PROMPTED_AT_MS - 120_001;
const ELSEWHERE = '600000' as ShortcodeNumber;
const NO_STATUS: Partial<JudgeFacts> = { canAskStatus: false };

function conflict(kind: Extract<Verdict, { kind: 'conflict' }>['conflict']): Verdict {
  return { kind: 'conflict', conflict: kind };
}

const ATTACKS: readonly JudgeScenario[] = [
  {
    name: 'a forged success alone proves nothing',
    evidence: [callback('0')],
    expected: open('unverified_callback'),
  },
  {
    name: 'a forged success that the query denies is not believed; the status is to be asked',
    evidence: [callback('0'), query('1032')],
    expected: open('denied_sighting'),
  },
  {
    name: 'a forged success denied by query and by Transaction Status goes to a person',
    evidence: [callback('0'), query('1032'), status('Declined')],
    expected: conflict('sighting_denied_by_query'),
  },
  {
    name: 'the same where Transaction Status cannot be asked, once the prompt is over',
    evidence: [callback('0'), query('1032', LATER_MS)],
    facts: NO_STATUS,
    nowMs: LATER_MS,
    expected: conflict('sighting_denied_by_query'),
  },
  {
    name: 'but not on a denial from before the callback, which answers nothing (F14)',
    evidence: [query('1037', AFTER_MS), callback('0', { atMs: AFTER_MS + 4_000 })],
    facts: NO_STATUS,
    nowMs: LATER_MS,
    expected: open('unverified_callback'),
  },
  {
    name: 'nor on one that had no time to catch up with the callback (F17)',
    evidence: [callback('0', { atMs: AFTER_MS }), query('1037', AFTER_MS + 30_000)],
    facts: NO_STATUS,
    nowMs: LATER_MS,
    expected: open('denied_sighting'),
  },
  {
    name: 'a query while the prompt lives says "nobody yet", which is not a second read (F17)',
    evidence: [query('1037'), query('1037', AFTER_MS)],
    nowMs: AFTER_MS,
    expected: open('not_final'),
  },
  {
    name: 'but not on a denial read while the prompt was alive',
    evidence: [callback('0'), query('1032')],
    facts: NO_STATUS,
    nowMs: AFTER_MS,
    expected: open('denied_sighting'),
  },
  {
    name: 'one shilling paid for a dear order goes to a person',
    evidence: [callback('0', { amountCents: ONE_SHILLING }), query('0')],
    expected: conflict('amount_differs'),
  },
  {
    name: 'a cent less goes to a person too, whatever the merchant lets pass on a callback',
    evidence: [callback('0', { amountCents: ONE_CENT_LESS })],
    facts: SMALL,
    expected: conflict('amount_differs'),
  },
  {
    name: 'money paid to another shortcode goes to a person',
    evidence: [query('0'), status('Completed', { shortcode: ELSEWHERE })],
    expected: conflict('shortcode_differs'),
  },
  ...(
    [
      ['does not show the amount', { amountCents: null }],
      ['does not show whom it paid, as of a payout or a reversal', { shortcode: null }],
      ['does not show the receipt', { receipt: null }],
      ['shows that somebody else paid', { payerMasked: '2541****000' }],
      ['shows another number behind the same mask', { payerHash: 'd'.repeat(64) }],
      ['does not show when it began', { initiatedAtMs: null }],
      ['began before the prompt, as of an earlier payment', { initiatedAtMs: EARLIER_MS }],
    ] as const
  ).map(([what, change]) => ({
    name: `a denied sighting goes to a person where the status ${what}`,
    evidence: [callback('0'), query('1032'), status('Completed', change)],
    expected: conflict('sighting_denied_by_query'),
  })),
  {
    name: 'two receipts for one payment go to a person',
    evidence: [callback('0'), callback('0', { receipt: OTHER_RECEIPT }), query('0')],
    expected: conflict('two_receipts'),
  },
  {
    name: 'a statement row with another receipt than the callback goes to a person',
    evidence: [callback('0'), moneySeen('statement_row', { receipt: OTHER_RECEIPT })],
    expected: conflict('two_receipts'),
  },
  {
    name: 'a forged cancel does not release the customer to pay again (A3)',
    evidence: [callback('1032')],
    expected: open('unverified_callback'),
  },
];

const AMBIGUOUS: readonly JudgeScenario[] = [
  {
    name: 'nothing heard is nothing known',
    evidence: [],
    nowMs: AFTER_MS,
    expected: open('no_evidence'),
  },
  ...['1037', '1036', '1019', '9999', '17', '26', '1001', '15', '100000100'].flatMap((code) => [
    {
      name: `${code} from callback and query is not final while the prompt lives`,
      evidence: [callback(code), query(code)],
      expected: open('not_final'),
    },
    {
      name: `${code} once, after the prompt, is one read too few`,
      evidence: [query(code, AFTER_MS)],
      nowMs: AFTER_MS,
      expected: open('not_final'),
    },
    {
      name: `${code} read twice while the prompt lived stays open after it`,
      evidence: [query(code), query(code)],
      nowMs: AFTER_MS,
      expected: open('not_final'),
    },
  ]),
  {
    name: 'a definite query alone is not final while the prompt lives',
    evidence: [query('1032')],
    expected: open('not_final'),
  },
  {
    name: 'a query that flaps back from a definite code to an ambiguous one is not final',
    evidence: [callback('1032'), query('1032'), query('1037')],
    expected: open('not_final'),
  },
  {
    name: 'still processing is not a verdict',
    evidence: [callback('4999'), query('4999', AFTER_MS)],
    nowMs: AFTER_MS,
    expected: open('not_final'),
  },
  {
    name: 'an unknown code in a callback is said to be unknown',
    evidence: [callback('7777')],
    expected: open('unknown_code'),
  },
  {
    name: 'an unknown code in the query is never a refusal, whatever came before',
    evidence: [callback('1032'), query('1032'), query('7777', AFTER_MS)],
    nowMs: AFTER_MS,
    expected: open('unknown_code'),
  },
  {
    name: 'an unknown code beside a paid callback does not deny it',
    evidence: [callback('0'), query('7777')],
    expected: open('unverified_callback'),
  },
  {
    name: 'a Transaction Status that is under way says nothing',
    evidence: [callback('0'), query('1037'), status('Authorized')],
    expected: open('denied_sighting'),
  },
  {
    name: 'a success with neither amount nor receipt is not believed by itself, however small',
    evidence: [callback('0', { amountCents: null, receipt: null })],
    facts: SMALL,
    expected: open('unverified_callback'),
  },
  {
    name: 'nor one without the amount',
    evidence: [callback('0', { amountCents: null })],
    facts: SMALL,
    expected: open('unverified_callback'),
  },
  {
    name: 'nor one that a query has denied',
    evidence: [callback('0'), query('1037')],
    facts: SMALL,
    expected: open('denied_sighting'),
  },
  {
    name: 'no refusal by age where it is not known when the prompt was shown',
    evidence: [query('1037', AFTER_MS), query('1037', AFTER_MS)],
    facts: { promptedAtMs: null },
    nowMs: AFTER_MS,
    expected: open('not_final'),
  },
];

describe('judge, of attacks and contradictions', () => {
  it.each(ATTACKS)('$name', runScenario);
});

describe('judge, of what proves nothing yet', () => {
  it.each(AMBIGUOUS)('$name', runScenario);
});
