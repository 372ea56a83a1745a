import type { Acting } from '../machine/machine';
import type { FailureCode } from '../values/failures';
import { assertInvariant } from '../values/invariant';
import { sightings } from '../evidence/sightings';
import type { Payment, Push } from './payment';
import { isLegal } from './state';
import { move, refusePayment } from './transition';

/** What became of one push, as far as can be proven. */
export type PushResult =
  | {
      readonly kind: 'accepted';
      readonly checkoutRequestId: string;
      readonly merchantRequestId: string | null;
    }
  | { readonly kind: 'refused'; readonly errorCode: string; readonly failure: FailureCode }
  /** Provably never acted on: nothing left the machine, or Daraja was documentedly too busy. */
  | {
      readonly kind: 'not_sent';
      readonly errorCode: string | null;
      readonly failure: FailureCode;
      /** Before this it would not be sent either, where that is known. */
      readonly notBeforeMs?: number;
    }
  | { readonly kind: 'unknown' };

type NoPrompt = Extract<PushResult, { kind: 'refused' | 'not_sent' }>;

/**
 * Takes the right to push, before anything leaves. Stored by compare-and-set, so that of two
 * workers, a zombie or a reset workflow only one ever sends. The token's hash fences the
 * reservation. The phone is taken by the same write, and no other payment may prompt it meanwhile.
 */
export function reservePush(payment: Payment, callbackTokenHash: string, acting: Acting): Payment {
  const { push: before, paymentId } = payment;
  assertInvariant(before === null || before.status === 'not_sent', 'push.only_one', { paymentId });
  const push: Push = {
    callbackTokenHash,
    formerTokenHashes: before ? [...before.formerTokenHashes, before.callbackTokenHash] : [],
    status: 'reserved',
    reservedAtMs: acting.nowMs,
    answeredAtMs: null,
    checkoutRequestId: null,
    merchantRequestId: null,
    errorCode: null,
  };
  const reserved = { ...payment, push, holdsPhone: true, phoneWaitUntilMs: null };
  return move(reserved, 'push_reserved', null, acting);
}

/**
 * Notes what became of the push. The fence names the reservation: the answer to an older one
 * changes nothing. Noting the same answer twice changes nothing either.
 */
export function applyPushResult(
  payment: Payment,
  fence: string,
  result: PushResult,
  acting: Acting,
): Payment {
  const { push, state } = payment;
  if (push?.callbackTokenHash !== fence) return payment;
  if (push.status !== 'reserved' && push.status !== 'unknown') return payment;
  if (push.status === 'unknown' && result.kind === 'unknown') return payment;
  const noted = { ...payment, push: answered(push, result, acting.nowMs) };
  switch (result.kind) {
    case 'accepted':
      return isLegal(state, 'push_accepted') ? move(noted, 'push_accepted', null, acting) : noted;
    case 'unknown':
      return isLegal(state, 'push_unknown') ? move(noted, 'push_unknown', null, acting) : noted;
    case 'refused':
    case 'not_sent':
      return applyNoPrompt(noted, result, acting);
  }
}

function applyNoPrompt(payment: Payment, result: NoPrompt, acting: Acting): Payment {
  // A refusal that comes after somebody says to have paid proves less than what they say.
  if (sightings(payment.evidence).length > 0) return payment;
  if (!isLegal(payment.state, 'push_refused')) return payment;
  const again =
    isLegal(payment.state, 'push_not_sent') &&
    mayHelp(result) &&
    promptAgainAtMs(payment, result.failure, acting.nowMs) !== null;
  if (!again) {
    const retryNotBeforeMs = ('notBeforeMs' in result ? result.notBeforeMs : null) ?? null;
    const refused = { ...payment, retryNotBeforeMs };
    return refusePayment(refused, 'push_refused', result.failure, acting);
  }
  const push = payment.push && { ...payment.push, status: 'not_sent' as const };
  return move({ ...payment, push }, 'push_not_sent', result.errorCode ?? result.failure, acting);
}

function answered(push: Push, result: PushResult, answeredAtMs: number): Push {
  const answer: Partial<Push> =
    result.kind === 'accepted'
      ? {
          checkoutRequestId: result.checkoutRequestId,
          merchantRequestId: result.merchantRequestId,
        }
      : { errorCode: 'errorCode' in result ? result.errorCode : null };
  return { ...push, ...answer, status: result.kind, answeredAtMs };
}

/** Trouble that passes by itself; anything else would be refused again. */
function mayHelp(result: NoPrompt): boolean {
  if (result.kind === 'refused') return result.failure === 'subscriber_busy';
  return ['provider_busy', 'provider_unreachable', 'internal_fault'].includes(result.failure);
}

/** Each try costs the history a few lines; at these intervals two minutes hold fewer than this. */
const MAX_RESERVATIONS = 12;
const FIRST_DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 15_000;
/** Daraja: at least a minute between prompts to one subscriber. */
const BUSY_DELAY_MS = 60_000;

/** When the same push may be tried again, or null when the customer has waited long enough. */
export function promptAgainAtMs(
  payment: Payment,
  failure: FailureCode,
  nowMs: number,
): number | null {
  const tries = payment.history.filter((entry) => entry.step === 'push_reserved').length;
  const backOffMs = Math.min(FIRST_DELAY_MS * 2 ** (tries - 1), LONGEST_DELAY_MS);
  const againAtMs = nowMs + (failure === 'subscriber_busy' ? BUSY_DELAY_MS : backOffMs);
  const isOver = tries >= MAX_RESERVATIONS || againAtMs >= payment.promptBeforeAtMs;
  return isOver ? null : againAtMs;
}
