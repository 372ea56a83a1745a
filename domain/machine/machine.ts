import type { NewId } from '../values/ids';
import type { OwnerKind } from '../values/owner';
import { appendHistory, type HistoryEntry, type Sha256 } from './history';

/** `never` marks what must not happen: meeting it stops that aggregate loudly. */
export type Cell<State extends string> = State | 'never';

/**
 * The life of one kind of aggregate, as data: for every state and every step, the next state. To
 * give a subject a life of its own, write its table in `domain/<subject>/state.ts`; history,
 * merchant events and the generated page of states come from here.
 */
export interface Machine<State extends string, Step extends string> {
  readonly subject: OwnerKind;
  readonly initial: State;
  readonly states: readonly State[];
  readonly steps: readonly Step[];
  readonly transitions: Readonly<Record<State, Readonly<Record<Step, Cell<State>>>>>;
}

/** What the host brings, since the domain imports nothing. */
export interface DomainHost {
  readonly sha256: Sha256;
  readonly newId: NewId;
}

/** The moment at which something is done, and what it is done with. */
export interface Acting {
  readonly nowMs: number;
  readonly host: DomainHost;
}

/** One step as it is taken; `detail` is a code that says more, never free text. */
export interface Taken<Step extends string> {
  readonly step: Step;
  readonly detail: string | null;
}

/** What every aggregate with a machine carries. */
export interface Living<State extends string, Step extends string> {
  readonly state: State;
  readonly history: readonly HistoryEntry<State, Step>[];
}

/** The next state, or `never` where the step has no place in that state. */
export function nextState<State extends string, Step extends string>(
  machine: Machine<State, Step>,
  state: State,
  step: Step,
): Cell<State> {
  return machine.transitions[state][step];
}

/**
 * Takes one step: the new state and the history with it.
 * @throws InvariantError when the table has no such transition.
 */
export function takeStep<State extends string, Step extends string>(
  machine: Machine<State, Step>,
  subject: { readonly id: string } & Living<State, Step>,
  { step, detail }: Taken<Step>,
  { nowMs, host }: Acting,
): Living<State, Step> {
  const happening = { subjectId: subject.id, from: subject.state, step, atMs: nowMs, detail };
  const history = appendHistory(machine, subject.history, happening, host.sha256);
  return { state: history.at(-1)?.to ?? subject.state, history };
}
