import type { Evidence } from '../../../domain/evidence/evidence';
import { judge, type JudgeFacts, type Verdict } from '../../../domain/evidence/judge';
import { AMOUNT_CENTS, FACTS, PROMPT_END_MS, PROMPTED_AT_MS } from './builders';

/** Evidence, in the order in which it came, and what it must prove. */
export interface JudgeScenario {
  readonly name: string;
  readonly evidence: readonly Evidence[];
  readonly expected: Verdict;
  readonly facts?: Partial<JudgeFacts>;
  /** While the prompt may still be answered, when left out. */
  readonly nowMs?: number;
}

const DURING_MS = PROMPTED_AT_MS + 30_000;
export const AFTER_MS = PROMPT_END_MS + 1;
/** So long after the prompt that a query has caught up with whatever was seen by its end. */
export const LATER_MS = AFTER_MS + 240_000;

/** A merchant who believes a callback for sums as small as this one. */
export const SMALL: Partial<JudgeFacts> = { corroborateAboveCents: AMOUNT_CENTS };

export function open(reason: Extract<Verdict, { kind: 'open' }>['reason']): Verdict {
  return { kind: 'open', reason };
}

export function runScenario(scenario: JudgeScenario): void {
  const { evidence, expected, facts = {}, nowMs = DURING_MS } = scenario;
  expect(judge({ ...FACTS, ...facts }, evidence, nowMs)).toEqual(expected);
}
