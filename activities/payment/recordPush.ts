import type { FailureCode } from '../../domain/values/failures';
import type { PaymentId } from '../../domain/values/ids';
import type { Payment } from '../../domain/payment/payment';
import { currentAttempt } from '../../domain/payment/payment';
import { applyPushResult, promptAgainAtMs, type PushResult } from '../../domain/payment/push';
import type { ActivityDependencies } from '../dependencies';
import { loadPayment, loadShortcode } from './loadPayment';
import { progressOf, type PaymentProgress } from './paymentProgress';
import { StorageContentionError } from './storageContention';

/** A push and what became of it, fit for a history: Daraja's private handle is sealed. */
export interface PushRecord {
  readonly fence: string;
  readonly result:
    | Exclude<PushResult, { kind: 'accepted' }>
    | {
        readonly kind: 'accepted';
        readonly sealedCheckoutRequestId: string;
        readonly merchantRequestId: string | null;
      };
}

const MAX_TRIES = 5;

/**
 * Stores what became of a push. Safe to repeat, and harmless when the claim is not the latest.
 * @throws StorageContentionError when others kept writing first; retry it.
 */
export async function recordPush(
  deps: ActivityDependencies,
  { paymentId, push }: { readonly paymentId: PaymentId; readonly push: PushRecord },
): Promise<PaymentProgress> {
  const payment = await loadPayment(deps, paymentId);
  return storePushResult(deps, payment, push.fence, openResult(deps, push));
}

/**
 * Stores that nobody knows what became of the push: the worker that sent it is gone.
 * @throws StorageContentionError when others kept writing first; retry it.
 */
export async function recordLostPush(
  deps: ActivityDependencies,
  { paymentId }: { readonly paymentId: PaymentId },
): Promise<PaymentProgress> {
  const payment = await loadPayment(deps, paymentId);
  const fence = currentAttempt(payment)?.callbackTokenHash ?? '';
  return storePushResult(deps, payment, fence, { kind: 'unknown' });
}

/** Stores a push's result over `known`, which the writer holds already; reads only if beaten. */
export async function storePushResult(
  deps: ActivityDependencies,
  known: Payment,
  fence: string,
  given: PushResult,
): Promise<PaymentProgress> {
  let result = given;
  let before = known;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const moment = { nowMs: deps.nowMs() };
    const after = applyPushResult(before, fence, result, moment, deps.host);
    if (after === before) return pushProgress(deps, before, null);
    const outcome = await deps.store.payments.replace(before, after);
    if (outcome === 'stored') {
      if (after.state === 'failed') deps.onSettled(after.state);
      return pushProgress(deps, after, failureOfResult(result));
    }
    // A handle that another payment holds already cannot be used to ask about this one.
    if (outcome === 'checkout_request_taken') result = { kind: 'unknown' };
    before = await loadPayment(deps, known.paymentId);
  }
  throw new StorageContentionError(known.paymentId);
}

function failureOfResult(result: PushResult): FailureCode | null {
  return 'failure' in result ? result.failure : null;
}

/** Where a payment stands right after its push. */
export async function pushProgress(
  deps: ActivityDependencies,
  payment: Payment,
  failure: FailureCode | null,
): Promise<PaymentProgress> {
  const nowMs = deps.nowMs();
  const again = payment.state === 'created' ? (failure ?? 'provider_unreachable') : null;
  return progressOf(payment, {
    verdict: { kind: 'open', reason: 'no_evidence' },
    timing: deps.timing,
    canAskStatus: (await loadShortcode(deps, payment)).initiator !== null,
    nowMs,
    lastReadAtMs: null,
    promptAgainAtMs: again && (promptAgainAtMs(payment, again, nowMs) ?? nowMs),
  });
}

export function sealResult(deps: ActivityDependencies, result: PushResult): PushRecord['result'] {
  if (result.kind !== 'accepted') return result;
  const { checkoutRequestId, merchantRequestId } = result;
  const sealed = deps.store.callbacks.sealCheckoutRequestId(checkoutRequestId);
  return { kind: 'accepted', sealedCheckoutRequestId: sealed, merchantRequestId };
}

function openResult(deps: ActivityDependencies, { result }: PushRecord): PushResult {
  if (result.kind !== 'accepted') return result;
  const { sealedCheckoutRequestId, merchantRequestId } = result;
  const id = deps.store.callbacks.openCheckoutRequestId(sealedCheckoutRequestId);
  return { kind: 'accepted', checkoutRequestId: id, merchantRequestId };
}
