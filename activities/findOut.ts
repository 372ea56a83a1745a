import type { CallbackNotice } from '../domain/callbackNotice';
import type { PaymentId } from '../domain/ids';
import type { ActivityDependencies } from './dependencies';
import type { PaymentProgress } from './paymentProgress';
import { queryStk } from './queryStk';
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
export async function findOut(
  deps: ActivityDependencies,
  { paymentId, notices: signalled, nowMs, lastReadAtMs }: FindOutInput,
): Promise<Finding> {
  // Nobody called, as far as the engine knows: a signal may have been lost while it was away.
  const notices =
    signalled.length > 0 ? signalled : await deps.store.callbacks.noticesFor(paymentId);
  const sealedCheckoutRequestId = handleIn(notices);
  const answer = await queryStk(deps, { paymentId, sealedCheckoutRequestId, nowMs });
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

function handleIn(notices: readonly CallbackNotice[]): string | null {
  return notices.find((n) => n.sealedCheckoutRequestId !== null)?.sealedCheckoutRequestId ?? null;
}
