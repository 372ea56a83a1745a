import type { NewId } from '../values/ids';
import type { OwnerKind } from '../values/owner';

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

/** SHA-256 in hex. A port, because the domain imports nothing. */
export type Sha256 = (text: string) => string;

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

/** The next state, or `never` where the step has no place in that state. */
export function nextState<State extends string, Step extends string>(
  machine: Machine<State, Step>,
  state: State,
  step: Step,
): Cell<State> {
  return machine.transitions[state][step];
}
