import { appendHistory, type HistoryEntry, type StepBy } from './history';
import type { Acting, Machine } from './machine';

/** One step as it is taken; `detail` is a code that says more, never free text. */
export interface Taken<Step extends string> {
  readonly step: Step;
  readonly detail: string | null;
  readonly by?: StepBy | undefined;
}

/** What every aggregate with a machine carries. */
export interface Living<State extends string, Step extends string> {
  readonly state: State;
  readonly history: readonly HistoryEntry<State, Step>[];
}

/**
 * Takes one step: the new state and the history with it.
 * @throws InvariantError when the table has no such transition.
 */
export function takeStep<State extends string, Step extends string>(
  machine: Machine<State, Step>,
  subject: { readonly id: string } & Living<State, Step>,
  { step, detail, by }: Taken<Step>,
  { nowMs, host }: Acting,
): Living<State, Step> {
  const happening = { subjectId: subject.id, from: subject.state, step, atMs: nowMs, detail, by };
  const history = appendHistory(machine, subject.history, happening, host.sha256);
  return { state: history.at(-1)?.to ?? subject.state, history };
}
