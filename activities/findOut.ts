import type { CallbackNotice } from '../domain/callbackNotice';
import type { PaymentId } from '../domain/ids';
import type { Arrived } from './admitNotices';
import type { ActivityDependencies } from './dependencies';
import type { PaymentProgress } from './paymentProgress';
import { queryStk, type QueryAnswer } from './queryStk';
import { settle } from './settle';

export interface FindOutInput {
  readonly paymentId: PaymentId;
  readonly notices: readonly CallbackNotice[];
  readonly nowMs: number;
  readonly lastReadAtMs: number | null;
}

export interface Finding {
  readonly progress: PaymentProgress;
  /** False when Safaricom had no final answer, so that it must be asked again. */
  readonly isAnswered: boolean;
}

/**
 * Asks Safaricom once and settles what arrived together with what it says. Where it has no answer
 * yet, what arrived is stored all the same, before the longer wait begins. Safe to repeat.
 * @throws StorageContentionError, InvariantError as `settle` does.
 */
export async function findOut(deps: ActivityDependencies, input: FindOutInput): Promise<Finding> {
  const { paymentId, nowMs, lastReadAtMs } = input;
  // Nobody called, as far as the engine knows: a signal may have been lost while it was away.
  const kept = input.notices.length > 0 ? [] : await deps.store.callbacks.noticesFor(paymentId);
  const arrived = { ...input, kept };
  const answer = await ask(deps, arrived);
  const isAnswered = answer.kind === 'answered';
  const progress = await settle(deps, {
    ...arrived,
    reads: isAnswered ? [answer.evidence] : [],
    lastReadAtMs: isAnswered ? nowMs : lastReadAtMs,
  });
  return { progress, isAnswered };
}

/**
 * Where the push's answer was lost a callback brings the handle. It is stored before anything is
 * asked by it, because only then its token has been checked and the handle is this payment's alone.
 */
async function ask(
  deps: ActivityDependencies,
  input: FindOutInput & Arrived,
): Promise<QueryAnswer> {
  const answer = await queryStk(deps, input);
  const hasArrived = input.notices.length > 0 || input.kept?.length;
  if (answer.kind !== 'no_handle' || !hasArrived) return answer;
  await settle(deps, { ...input, reads: [] });
  return queryStk(deps, input);
}
