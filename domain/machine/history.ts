import { assertInvariant } from '../values/invariant';
import type { OperatorId } from '../values/ids';
import type { Machine, Sha256 } from './machine';

/** The operator by whose word a step was taken. */
export interface StepBy {
  /** Names the instruction, so that one that comes again is carried out once. */
  readonly instructionId: string;
  readonly operatorId: OperatorId;
  /** Why, with phone numbers masked. */
  readonly reason: string;
}

/** One transition of an aggregate, chained by hash to the one before it. */
export interface HistoryEntry<State extends string = string, Step extends string = string> {
  readonly sequence: number;
  readonly step: Step;
  readonly from: State;
  readonly to: State;
  readonly atMs: number;
  /** A code that says more: a result code, a failure, a grade. Never free text. */
  readonly detail: string | null;
  /** Absent where no operator had a part in it. */
  readonly by?: StepBy;
  readonly previousHash: string;
  readonly hash: string;
}

/** The hash by which an entry vouches for itself and, through `previousHash`, for all before it. */
export function hashOfEntry(
  subjectId: string,
  entry: Omit<HistoryEntry, 'hash'>,
  sha256: Sha256,
): string {
  const { sequence, step, from, to, atMs, detail, by, previousHash } = entry;
  const told = [subjectId, sequence, step, from, to, atMs, detail, previousHash];
  // Entries without an operator hash as they always did.
  const whom = by ? [[by.instructionId, by.operatorId, by.reason]] : [];
  return sha256(JSON.stringify([...told, ...whom]));
}

interface Happening<State, Step> {
  readonly subjectId: string;
  readonly from: State;
  readonly step: Step;
  readonly atMs: number;
  readonly detail: string | null;
  readonly by?: StepBy | undefined;
}

/**
 * Appends one transition.
 * @throws InvariantError when the table has no such transition.
 */
export function appendHistory<State extends string, Step extends string>(
  machine: Machine<State, Step>,
  history: readonly HistoryEntry<State, Step>[],
  { subjectId, from, step, atMs, detail, by }: Happening<State, Step>,
  sha256: Sha256,
): HistoryEntry<State, Step>[] {
  const to = machine.transitions[from][step];
  assertInvariant(to !== 'never', 'history.legal_transition', { subjectId, from, step });
  const last = history.at(-1);
  const entry = {
    sequence: history.length + 1,
    step,
    from,
    to: to as State,
    // Two machines' clocks may differ by a little; the order of the history may not.
    atMs: Math.max(atMs, last?.atMs ?? 0),
    detail,
    ...(by && { by }),
    previousHash: last?.hash ?? '',
  };
  return [...history, { ...entry, hash: hashOfEntry(subjectId, entry, sha256) }];
}

interface Recorded<State extends string, Step extends string> {
  readonly id: string;
  readonly state: State;
  readonly history: readonly HistoryEntry<State, Step>[];
}

/** The first thing wrong with a history, or null: chain, order, legality and the final state. */
export function historyFault<State extends string, Step extends string>(
  machine: Machine<State, Step>,
  { id, state, history }: Recorded<State, Step>,
  sha256: Sha256,
): string | null {
  let expected = machine.initial;
  let previous: HistoryEntry<State, Step> | undefined;
  for (const entry of history) {
    const at = `entry ${entry.sequence}`;
    if (entry.sequence !== (previous?.sequence ?? 0) + 1) return `${at}: sequence is broken`;
    if (entry.from !== expected) return `${at}: does not start where the last one ended`;
    if (entry.to !== machine.transitions[entry.from][entry.step]) {
      return `${at}: illegal transition`;
    }
    if (entry.atMs < (previous?.atMs ?? 0)) return `${at}: time runs backwards`;
    if (entry.previousHash !== (previous?.hash ?? '')) return `${at}: chain is broken`;
    if (entry.hash !== hashOfEntry(id, entry, sha256)) return `${at}: was altered`;
    expected = entry.to;
    previous = entry;
  }
  return expected === state ? null : 'the state is not where the history ends';
}
