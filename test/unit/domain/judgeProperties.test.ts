import fc from 'fast-check';
import type { Evidence } from '../../../domain/evidence/evidence';
import { judge, type JudgeFacts } from '../../../domain/evidence/judge';
import type { AmountCents } from '../../../domain/values/money';
import { sightings } from '../../../domain/evidence/sightings';
import { RESULT_CODES } from '../../../domain/evidence/resultCodes';
import type { ShortcodeNumber } from '../../../domain/values/shortcode';
import {
  AMOUNT_CENTS,
  callback,
  FACTS,
  moneySeen,
  OTHER_RECEIPT,
  PROMPT_END_MS,
  PROMPTED_AT_MS,
  query,
  RECEIPT,
  status,
} from './builders';
import '../propertySeed';

const code = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('0', '1032', '1037', '2001', '4999') },
  { weight: 1, arbitrary: fc.constantFrom(...RESULT_CODES.keys(), '7777') },
);
const receipt = fc.oneof(
  { weight: 8, arbitrary: fc.constant(RECEIPT) },
  { weight: 1, arbitrary: fc.constantFrom(OTHER_RECEIPT, null) },
);
const amountCents = fc.oneof(
  { weight: 8, arbitrary: fc.constant(AMOUNT_CENTS) },
  { weight: 1, arbitrary: fc.constantFrom(100 as AmountCents, null) },
);
const moment = fc.integer({ min: PROMPTED_AT_MS, max: PROMPT_END_MS + 600_000 });

const aCallback = fc.record({ code, receipt, amountCents, atMs: moment }).map((seen) => {
  const { code: resultCode, ...rest } = seen;
  return resultCode === '0' ? callback('0', rest) : callback(resultCode, { atMs: rest.atMs });
});
const aQuery = fc.tuple(code, moment).map(([resultCode, atMs]) => query(resultCode, atMs));
const aStatus = fc
  .tuple(fc.constantFrom('Completed', 'Declined', 'Expired', 'Authorized', null), receipt)
  .map(([text, seen]) => status(text, { receipt: seen }));
const aRow = fc
  .constantFrom('c2b_confirmation' as const, 'pull_row' as const, 'statement_row' as const)
  .map((kind) => moneySeen(kind));

const anyEvidence: fc.Arbitrary<Evidence> = fc.oneof(
  { weight: 4, arbitrary: aCallback },
  { weight: 4, arbitrary: aQuery },
  { weight: 1, arbitrary: aStatus },
  { weight: 1, arbitrary: aRow },
);
const evidenceList = fc.array(anyEvidence, { maxLength: 6 });
const anyFacts: fc.Arbitrary<JudgeFacts> = fc
  .record({
    corroborateAboveCents: fc.constantFrom(0, 100, AMOUNT_CENTS - 1, AMOUNT_CENTS),
    canAskStatus: fc.boolean(),
    promptedAtMs: fc.constantFrom(PROMPTED_AT_MS, null),
  })
  .map((change) => ({
    ...FACTS,
    ...change,
    corroborateAboveCents: change.corroborateAboveCents as AmountCents,
  }));

describe('judge, for any evidence', () => {
  it('never calls unpaid what any evidence shows as paid (M5)', () => {
    fc.assert(
      fc.property(anyFacts, evidenceList, moment, (facts, evidence, nowMs) => {
        const verdict = judge(facts, evidence, nowMs);
        fc.pre(sightings(evidence).length > 0);
        expect(verdict.kind).not.toBe('unpaid');
      }),
      { numRuns: 1_000 },
    );
  });

  // Guarantees that nobody who knows a callback address can mint a success (M11).
  it('never believes callbacks alone above the limit of the merchant', () => {
    const below = anyFacts.filter((facts) => facts.corroborateAboveCents < facts.amountCents);
    fc.assert(
      fc.property(below, fc.array(aCallback, { maxLength: 5 }), moment, (facts, list, nowMs) => {
        expect(judge(facts, list, nowMs).kind).not.toBe('paid');
      }),
    );
  });

  it('gives every order of arrival the same paid verdict', () => {
    const shuffled = evidenceList.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
      ),
    );
    fc.assert(
      fc.property(anyFacts, shuffled, moment, (facts, [list, other], nowMs) => {
        const verdict = judge(facts, list, nowMs);
        fc.pre(verdict.kind === 'paid');
        expect(judge(facts, other, nowMs)).toEqual(verdict);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never downgrades a corroborated success by a query that denies it', () => {
    fc.assert(
      fc.property(anyFacts, evidenceList, aQuery, moment, (facts, list, denial, nowMs) => {
        const verdict = judge(facts, list, nowMs);
        fc.pre(verdict.kind === 'paid' && verdict.grade !== 'reported');
        expect(judge(facts, [...list, denial], nowMs)).toEqual(verdict);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never pays on a sum or a shortcode other than the payment asked for (M7)', () => {
    const wrong = fc.constantFrom<Evidence>(
      callback('0', { amountCents: 100 as AmountCents }),
      status('Completed', { amountCents: 100 as AmountCents }),
      moneySeen('statement_row', { shortcode: '600000' as ShortcodeNumber }),
      moneySeen('c2b_confirmation', { amountCents: 150_001 as AmountCents }),
    );
    fc.assert(
      fc.property(anyFacts, evidenceList, wrong, moment, (facts, list, item, nowMs) => {
        expect(judge(facts, [...list, item], nowMs).kind).toBe('conflict');
      }),
    );
  });

  it('refuses on ambiguous codes only after the prompt and with two reads (M5)', () => {
    const ambiguous = fc.constantFrom('1037', '1036', '1019', '9999', '17', '26', '1001');
    const reads = fc.array(
      fc.oneof(
        ambiguous.map((resultCode) => callback(resultCode)),
        fc.tuple(ambiguous, moment).map(([resultCode, atMs]) => query(resultCode, atMs)),
      ),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(anyFacts, reads, moment, (facts, list, nowMs) => {
        const verdict = judge(facts, list, nowMs);
        fc.pre(verdict.kind === 'unpaid');
        expect(list.length).toBeGreaterThanOrEqual(2);
        expect(nowMs).toBeGreaterThanOrEqual(PROMPT_END_MS);
        expect(facts.promptedAtMs).not.toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });

  it('is deterministic and changes nothing that it is given', () => {
    fc.assert(
      fc.property(anyFacts, evidenceList, moment, (facts, list, nowMs) => {
        const before = JSON.stringify([facts, list]);
        const first = judge(facts, list, nowMs);
        expect(judge(facts, structuredClone(list), nowMs)).toEqual(first);
        expect(JSON.stringify([facts, list])).toBe(before);
      }),
    );
  });
});
