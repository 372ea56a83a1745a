import type { FailureCode } from '../values/failures';
import type { AttemptId } from '../values/ids';
import { assertInvariant } from '../values/invariant';
import { moneyClaims } from '../evidence/sightings';
import { currentAttempt, type Attempt, type Payment } from './payment';
import { isLegal, move, refusePayment, type DomainHost } from './transition';

/** What became of one push, as far as can be proven. */
export type PushResult =
  | {
      readonly kind: 'accepted';
      readonly checkoutRequestId: string;
      readonly merchantRequestId: string | null;
    }
  | { readonly kind: 'refused'; readonly errorCode: string; readonly failure: FailureCode }
  /** Provably never acted on: nothing left the machine, or Daraja was documentedly too busy. */
  | { readonly kind: 'not_sent'; readonly errorCode: string | null; readonly failure: FailureCode }
  | { readonly kind: 'unknown' };

interface Moment {
  readonly nowMs: number;
}

/**
 * Takes the right to push, before anything leaves. Stored by compare-and-set, so that of two
 * workers, a zombie or a reset workflow only one ever sends. The token's hash fences the claim.
 */
export function claimPush(
  payment: Payment,
  claim: { readonly attemptId: AttemptId; readonly callbackTokenHash: string },
  moment: Moment,
  host: DomainHost,
): Payment {
  const open = currentAttempt(payment);
  assertInvariant(open === null || open.status === 'not_sent', 'attempt.one_open', {
    paymentId: payment.paymentId,
  });
  const attempt: Attempt = {
    attemptId: open?.attemptId ?? claim.attemptId,
    callbackTokenHash: claim.callbackTokenHash,
    formerTokenHashes: open ? [...open.formerTokenHashes, open.callbackTokenHash] : [],
    status: 'claimed',
    claimedAtMs: moment.nowMs,
    answeredAtMs: null,
    checkoutRequestId: null,
    merchantRequestId: null,
    errorCode: null,
  };
  return move({ ...payment, attempts: [attempt] }, 'push_claimed', null, moment, host);
}

/**
 * Notes what became of the push. The fence names the claim: the answer to an older one changes
 * nothing. Noting the same answer twice changes nothing either.
 */
export function applyPushResult(
  payment: Payment,
  fence: string,
  result: PushResult,
  moment: Moment,
  host: DomainHost,
): Payment {
  const attempt = currentAttempt(payment);
  if (attempt?.callbackTokenHash !== fence) return payment;
  if (attempt.status !== 'claimed' && attempt.status !== 'unknown') return payment;
  if (attempt.status === 'unknown' && result.kind === 'unknown') return payment;
  const noted = withAnswer(payment, attempt, result, moment.nowMs);
  switch (result.kind) {
    case 'accepted':
      return isLegal(payment.state, 'push_accepted')
        ? move(noted, 'push_accepted', null, moment, host)
        : noted;
    case 'unknown':
      return isLegal(payment.state, 'push_unknown')
        ? move(noted, 'push_unknown', null, moment, host)
        : noted;
    case 'refused':
    case 'not_sent':
      return applyNoPrompt(noted, result, moment, host);
  }
}

function applyNoPrompt(
  payment: Payment,
  result: Extract<PushResult, { kind: 'refused' | 'not_sent' }>,
  moment: Moment,
  host: DomainHost,
): Payment {
  // A refusal that comes after someone claims to have paid proves less than the claim.
  if (moneyClaims(payment.evidence).length > 0) return payment;
  if (!isLegal(payment.state, 'push_refused')) return payment;
  const again =
    isLegal(payment.state, 'push_not_sent') &&
    mayHelp(result) &&
    promptAgainAtMs(payment, result.failure, moment.nowMs) !== null;
  if (!again) return refusePayment(payment, 'push_refused', result.failure, moment.nowMs, host);
  const attempts = payment.attempts.map((a) => ({ ...a, status: 'not_sent' as const }));
  const detail = result.errorCode ?? result.failure;
  return move({ ...payment, attempts }, 'push_not_sent', detail, moment, host);
}

function withAnswer(
  payment: Payment,
  attempt: Attempt,
  result: PushResult,
  answeredAtMs: number,
): Payment {
  const answer: Partial<Attempt> =
    result.kind === 'accepted'
      ? {
          checkoutRequestId: result.checkoutRequestId,
          merchantRequestId: result.merchantRequestId,
        }
      : { errorCode: 'errorCode' in result ? result.errorCode : null };
  return {
    ...payment,
    attempts: [{ ...attempt, ...answer, status: result.kind, answeredAtMs }],
  };
}

/** Trouble that passes by itself; anything else would be refused again. */
function mayHelp(result: Extract<PushResult, { kind: 'refused' | 'not_sent' }>): boolean {
  if (result.kind === 'refused') return result.failure === 'subscriber_busy';
  return result.failure === 'provider_busy' || result.failure === 'provider_unreachable';
}

const MAX_CLAIMS = 4;
const FIRST_DELAY_MS = 2_000;
/** Daraja: at least a minute between prompts to one subscriber. */
const BUSY_DELAY_MS = 60_000;

/** When the same push may be tried again, or null when the customer has waited long enough. */
export function promptAgainAtMs(
  payment: Payment,
  failure: FailureCode,
  nowMs: number,
): number | null {
  const claims = payment.history.filter((entry) => entry.event === 'push_claimed').length;
  const delayMs =
    failure === 'subscriber_busy' ? BUSY_DELAY_MS : FIRST_DELAY_MS * 2 ** (claims - 1);
  const againAtMs = nowMs + delayMs;
  return claims >= MAX_CLAIMS || againAtMs >= payment.promptBeforeAtMs ? null : againAtMs;
}
