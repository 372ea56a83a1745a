import type { PaymentId } from '../../domain/values/ids';
import type { ActivityDependencies } from '../dependencies';
import { loadPayment } from './loadPayment';
import type { PaymentProgress } from './paymentProgress';
import { recordLostPush } from './recordPush';
import { settle } from './settle';

const AGAIN_MS = 1_000;

/**
 * Takes up a payment that an earlier run left: evidence in the inbox that no run has seen, and a
 * push of which nobody knows what became.
 */
export async function resume(
  deps: ActivityDependencies,
  paymentId: PaymentId,
): Promise<PaymentProgress> {
  const { state } = await loadPayment(deps, paymentId);
  if (state === 'prompting') await recordLostPush(deps, { paymentId });
  const kept = await deps.store.callbacks.noticesFor(paymentId);
  const nowMs = deps.nowMs();
  const given = { paymentId, notices: [], kept, reads: [], nowMs, lastReadAtMs: null };
  const progress = await settle(deps, given);
  // Someone else wrote between the look and the claim, and nobody has pushed: claim again.
  return progress.state === 'created'
    ? { ...progress, promptAgainAtMs: nowMs + AGAIN_MS }
    : progress;
}
