import type { CallbackNotice } from '../../domain/evidence/notice';
import type { Evidence } from '../../domain/evidence/evidence';
import type { PaymentId } from '../../domain/values/ids';
import type { ActivityDependencies } from '../dependencies';
import type { PaymentProgress } from './paymentProgress';
import { settle } from './settle';

export interface LookInInboxInput {
  readonly paymentId: PaymentId;
  /** What was signalled besides. */
  readonly notices: readonly CallbackNotice[];
  /** What Safaricom answered when asked. */
  readonly reads: readonly Evidence[];
  readonly nowMs: number;
  readonly lastReadAtMs: number | null;
  /** It was time to look, because Safaricom cannot be asked; else something was announced. */
  readonly isDue: boolean;
}

/**
 * Judges what lies in the inbox, together with what was asked: an answer of Transaction Status, a
 * callback that came while Safaricom was asked, or one that was kept while the engine was away, so
 * that no signal came. Safe to repeat.
 * @throws StorageContentionError, InvariantError as `settle` does.
 */
export async function lookInInbox(
  deps: ActivityDependencies,
  { paymentId, notices, reads, nowMs, lastReadAtMs, isDue }: LookInInboxInput,
): Promise<PaymentProgress> {
  const kept = await deps.store.callbacks.noticesFor(paymentId);
  const given = { paymentId, notices, kept, reads, nowMs };
  const progress = await settle(deps, { ...given, lastReadAtMs: isDue ? nowMs : lastReadAtMs });
  const { next } = progress;
  if (!isDue || next === null || next.read === 'inbox') return progress;
  // A callback has brought the handle to ask by, and waits for its proof.
  return { ...progress, next: { ...next, atMs: nowMs } };
}
