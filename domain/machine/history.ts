import { assertInvariant } from '../values/invariant';
import { nextState, type PaymentEvent, type PaymentState } from '../payment/state';

/** One transition of a payment, chained by hash to the one before it. */
export interface HistoryEntry {
  readonly sequence: number;
  readonly event: PaymentEvent;
  readonly from: PaymentState;
  readonly to: PaymentState;
  readonly atMs: number;
  /** A code that says more: a result code, a failure, a grade. Never free text. */
  readonly detail: string | null;
  readonly previousHash: string;
  readonly hash: string;
}

/** SHA-256 in hex. A port, because the domain imports nothing. */
export type Sha256 = (text: string) => string;

function hashOf(paymentId: string, entry: Omit<HistoryEntry, 'hash'>, sha256: Sha256): string {
  return sha256(
    JSON.stringify([
      paymentId,
      entry.sequence,
      entry.event,
      entry.from,
      entry.to,
      entry.atMs,
      entry.detail,
      entry.previousHash,
    ]),
  );
}

interface Happening {
  readonly paymentId: string;
  readonly from: PaymentState;
  readonly event: PaymentEvent;
  readonly atMs: number;
  readonly detail: string | null;
}

/**
 * Appends one transition.
 * @throws InvariantError when the table has no such transition.
 */
export function appendHistory(
  history: readonly HistoryEntry[],
  happening: Happening,
  sha256: Sha256,
): HistoryEntry[] {
  const { paymentId, from, event, detail } = happening;
  const to = nextState(from, event);
  assertInvariant(to !== 'never', 'history.legal_transition', { paymentId, from, event });
  const last = history.at(-1);
  const entry = {
    sequence: history.length + 1,
    event,
    from,
    to,
    // Two machines' clocks may differ by a little; the order of the history may not.
    atMs: Math.max(happening.atMs, last?.atMs ?? 0),
    detail,
    previousHash: last?.hash ?? '',
  };
  return [...history, { ...entry, hash: hashOf(paymentId, entry, sha256) }];
}

/** The first thing wrong with a history, or null: chain, order, legality and the final state. */
export function historyFault(
  paymentId: string,
  history: readonly HistoryEntry[],
  state: PaymentState,
  sha256: Sha256,
): string | null {
  let expected: PaymentState = 'created';
  let previous: HistoryEntry | undefined;
  for (const entry of history) {
    const at = `entry ${entry.sequence}`;
    if (entry.sequence !== (previous?.sequence ?? 0) + 1) return `${at}: sequence is broken`;
    if (entry.from !== expected) return `${at}: does not start where the last one ended`;
    if (entry.to !== nextState(entry.from, entry.event)) return `${at}: illegal transition`;
    if (entry.atMs < (previous?.atMs ?? 0)) return `${at}: time runs backwards`;
    if (entry.previousHash !== (previous?.hash ?? '')) return `${at}: chain is broken`;
    if (entry.hash !== hashOf(paymentId, entry, sha256)) return `${at}: was altered`;
    expected = entry.to;
    previous = entry;
  }
  return expected === state ? null : 'the state is not where the history ends';
}
