import type { Payment } from '../../domain/payment/payment';
import { applyPushResult, promptAgainAtMs, type PushResult } from '../../domain/payment/push';
import { NOTHING_ASKED } from '../../domain/payment/readPlan';
import type { FailureCode } from '../../domain/values/failures';
import type { PaymentId } from '../../domain/values/ids';
import { changePayment } from './changePayment';
import type { PaymentDependencies } from './dependencies';
import { loadPayment, loadShortcode } from './loadPayment';
import { progressOf, type PaymentProgress } from './paymentProgress';

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

export interface RecordPushInput {
  readonly paymentId: PaymentId;
  readonly push: PushRecord;
}

/**
 * Stores what became of a push. Safe to repeat, and harmless for an older reservation.
 * @throws StorageContentionError when others kept writing first; retry it.
 */
export async function recordPush(
  deps: PaymentDependencies,
  { paymentId, push }: RecordPushInput,
): Promise<PaymentProgress> {
  const payment = await loadPayment(deps, paymentId);
  return storePushResult(deps, payment, push.fence, openResult(deps, push));
}

/**
 * Stores that nobody knows what became of the push: the worker that sent it is gone.
 * @throws StorageContentionError when others kept writing first; retry it.
 */
export async function recordLostPush(
  deps: PaymentDependencies,
  { paymentId }: { readonly paymentId: PaymentId },
): Promise<PaymentProgress> {
  const payment = await loadPayment(deps, paymentId);
  const fence = payment.push?.callbackTokenHash ?? '';
  return storePushResult(deps, payment, fence, { kind: 'unknown' });
}

/** Stores a push's result over `known`, which the writer holds already; reads only if beaten. */
export async function storePushResult(
  deps: PaymentDependencies,
  known: Payment,
  fence: string,
  given: PushResult,
): Promise<PaymentProgress> {
  const { paymentId } = known;
  const stored = await changePayment(deps, { paymentId, held: known }, async (before, clashes) => {
    // A handle that another payment holds already cannot be used to ask about this one.
    const result: PushResult = clashes.handleTaken ? { kind: 'unknown' } : given;
    const acting = { nowMs: deps.nowMs(), host: deps.host };
    const after = applyPushResult(before, fence, result, acting);
    return { after, result: { after, failure: after === before ? null : failureOf(result) } };
  });
  return pushProgress(deps, stored.after, { failure: stored.failure });
}

function failureOf(result: PushResult): FailureCode | null {
  return 'failure' in result ? result.failure : null;
}

/** Why a payment is still `created`, or when it is to be tried again for another reason. */
interface NotPushed {
  readonly failure?: FailureCode | null;
  readonly promptAgainAtMs?: number;
}

/** Where a payment stands right after its push, or without one. */
export async function pushProgress(
  deps: PaymentDependencies,
  payment: Payment,
  { failure, promptAgainAtMs: givenMs }: NotPushed = {},
): Promise<PaymentProgress> {
  const nowMs = deps.nowMs();
  const again = payment.state === 'created' ? (failure ?? 'provider_unreachable') : null;
  return progressOf(payment, {
    verdict: { kind: 'open', reason: 'no_evidence' },
    timing: deps.timing,
    canAskStatus: (await loadShortcode(deps, payment)).initiator !== null,
    nowMs,
    asked: NOTHING_ASKED,
    promptAgainAtMs: again && (givenMs ?? promptAgainAtMs(payment, again, nowMs) ?? nowMs),
  });
}

export function sealResult(deps: PaymentDependencies, result: PushResult): PushRecord['result'] {
  if (result.kind !== 'accepted') return result;
  const { checkoutRequestId, merchantRequestId } = result;
  const sealed = deps.store.inbox.sealHandle(checkoutRequestId);
  return { kind: 'accepted', sealedCheckoutRequestId: sealed, merchantRequestId };
}

function openResult(deps: PaymentDependencies, { result }: PushRecord): PushResult {
  if (result.kind !== 'accepted') return result;
  const { sealedCheckoutRequestId, merchantRequestId } = result;
  const id = deps.store.inbox.openHandle(sealedCheckoutRequestId);
  return { kind: 'accepted', checkoutRequestId: id, merchantRequestId };
}
