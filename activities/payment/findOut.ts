import type { CallbackNotice } from '../../domain/evidence/notice';
import type { PaymentId } from '../../domain/values/ids';
import type { Arrived } from './admitNotices';
import type { ActivityDependencies } from '../dependencies';
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
  const { nowMs, lastReadAtMs } = input;
  const answer = await ask(deps, input);
  const isAnswered = answer.kind === 'answered';
  const progress = await settle(deps, {
    ...input,
    ...(await keptFor(deps, input)),
    reads: isAnswered ? [answer.evidence] : [],
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
  if (answer.kind !== 'no_handle') return answer;
  const { kept = [] } = await keptFor(deps, input);
  if (input.notices.length === 0 && kept.length === 0) return answer;
  await settle(deps, { ...input, kept, reads: [] });
  return queryStk(deps, input);
}

/**
 * Looks through the inbox where nobody called, as far as the engine knows: a signal may have been
 * lost while it was away, or be on its way while Safaricom is asked.
 */
async function keptFor(
  { store }: ActivityDependencies,
  { paymentId, notices }: FindOutInput,
): Promise<Pick<Arrived, 'kept'>> {
  return notices.length > 0 ? {} : { kept: await store.callbacks.noticesFor(paymentId) };
}
