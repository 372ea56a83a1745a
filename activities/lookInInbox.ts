import type { PaymentId } from '../domain/ids';
import type { ActivityDependencies } from './dependencies';
import type { PaymentProgress } from './paymentProgress';
import { settle } from './settle';

export interface LookInInboxInput {
  readonly paymentId: PaymentId;
  readonly nowMs: number;
}

/**
 * Judges what lies in the inbox, for a payment that Safaricom cannot be asked about: its callback
 * may have been kept while the engine was away, so that no signal came. Safe to repeat.
 * @throws StorageContentionError, InvariantError as `settle` does.
 */
export async function lookInInbox(
  deps: ActivityDependencies,
  { paymentId, nowMs }: LookInInboxInput,
): Promise<PaymentProgress> {
  const notices = await deps.store.callbacks.noticesFor(paymentId);
  const given = { paymentId, notices, reads: [], nowMs, lastReadAtMs: nowMs };
  const progress = await settle(deps, given);
  const { next } = progress;
  if (next === null || next.read === 'inbox') return progress;
  // A callback has brought the handle to ask by, and waits for its proof.
  return { ...progress, next: { ...next, atMs: nowMs } };
}
