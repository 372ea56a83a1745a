import type { CallbackNotice } from '../domain/callbackNotice';
import type { PaymentId } from '../domain/ids';
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
  const notices =
    input.notices.length > 0 ? input.notices : await deps.store.callbacks.noticesFor(paymentId);
  const answer = await ask(deps, { ...input, notices });
  const isAnswered = answer.kind === 'answered';
  const progress = await settle(deps, {
    paymentId,
    notices,
    reads: isAnswered ? [answer.evidence] : [],
    nowMs,
    lastReadAtMs: isAnswered ? nowMs : lastReadAtMs,
  });
  return { progress, isAnswered };
}

/**
 * Where the push's answer was lost a callback brings the handle. It is stored before anything is
 * asked by it, because only then its token has been checked and the handle is this payment's alone.
 */
async function ask(deps: ActivityDependencies, input: FindOutInput): Promise<QueryAnswer> {
  const answer = await queryStk(deps, input);
  if (answer.kind !== 'no_handle' || input.notices.length === 0) return answer;
  await settle(deps, { ...input, reads: [] });
  return queryStk(deps, input);
}
