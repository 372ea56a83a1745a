import type { Notice } from '../../domain/evidence/notice';
import type { CallbackId, PaymentId } from '../../domain/values/ids';
import type { Arrival } from '../../store/inbox/inbox';
import type { ApiDependencies } from '../dependencies';
import { AppError } from '../http/errors';

/** What Safaricom expects to read; nothing shows that it does (Daraja: M-PESA Express). */
export const ACKNOWLEDGED = { ResultCode: 0, ResultDesc: 'Accepted' } as const;

/** Well above what it takes to tell the workflow. */
const SWEEP_AFTER_MS = 60_000;

interface Received {
  readonly callbackId: CallbackId;
  readonly paymentId: PaymentId;
  readonly notice: Notice;
  /** Whether the payment has been decided, so that no plan of its own looks in its inbox. */
  readonly isDecided: boolean;
  /** The row for the inbox, or null when the store could not even say whose callback it is. */
  readonly row: Arrival | null;
}

/**
 * Keeps a callback, then wakes its workflow. What is kept is found again, so that is enough to
 * acknowledge; so is a signal that carries the callback itself, which is then in the workflow's own
 * history. A signal that only says where to look is not.
 * @throws AppError `store_unavailable` when neither worked, so that Safaricom may try again.
 */
export async function receive(deps: ApiDependencies, received: Received): Promise<void> {
  const { callbackId, paymentId, notice, row, isDecided } = received;
  const atMs = Date.now();
  // Should this process be killed before it has told anybody, the sweeper still finds it.
  if (row !== null && isDecided) {
    await tried(() => deps.store.sweepList.lookInInboxAt(paymentId, atMs + SWEEP_AFTER_MS));
  }
  const kept = row === null ? null : await tried(() => deps.store.inbox.keep(row));
  const signalled = await tried(() => deps.engine.notify(paymentId, notice));
  const failures = [kept, signalled].flatMap((o) => (o && 'error' in o ? [o.error] : []));
  for (const err of failures) deps.log.error({ err, callbackId, paymentId }, 'callback half kept');
  if ('error' in signalled) await tried(() => deps.store.sweepList.lookInInboxAt(paymentId, atMs));
  const isKept = kept !== null && 'value' in kept;
  const isCarried = notice.kind === 'callback' && 'value' in signalled;
  if (!isKept && !isCarried) {
    throw new AppError(
      'store_unavailable',
      { publicMessage: 'The callback could not be kept.', remedy: 'Send it again.' },
      { 'Retry-After': '5' },
      { cause: failures[0] },
    );
  }
}

type Tried<T> = { readonly value: T } | { readonly error: unknown };

async function tried<T>(step: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { value: await step() };
  } catch (error) {
    return { error };
  }
}
