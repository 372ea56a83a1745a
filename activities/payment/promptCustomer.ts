import type { PaymentId } from '../../domain/values/ids';
import { assertInvariant } from '../../domain/values/invariant';
import type { Msisdn } from '../../domain/values/msisdn';
import type { Payment } from '../../domain/payment/payment';
import { claimPush, type PushResult } from '../../domain/payment/push';
import { type Secret } from '../../domain/values/secret';
import { refusePayment } from '../../domain/payment/transition';
import type { Shortcode } from '../../store/merchants/shortcodes';
import type { ActivityDependencies } from '../dependencies';
import { loadShortcode } from './loadPayment';
import type { PaymentProgress } from './paymentProgress';
import { pushProgress, sealResult, storePushResult, type PushRecord } from './recordPush';
import { resume } from './resume';

export type PromptOutcome =
  | { readonly kind: 'progress'; readonly progress: PaymentProgress }
  /** Daraja answered but the store was away: the workflow keeps the answer until it is back. */
  | { readonly kind: 'unrecorded'; readonly push: PushRecord };

interface Push {
  readonly payment: Payment;
  readonly phone: Msisdn;
  readonly shortcode: Shortcode;
  readonly token: Secret<string>;
}

/**
 * Claims the push by compare-and-set, sends it once, and stores what became of it. A payment that
 * is past `created` is not pushed: its stored evidence is judged instead, so that this may run on
 * a payment in any state.
 */
export async function promptCustomer(
  deps: ActivityDependencies,
  { paymentId }: { readonly paymentId: PaymentId },
): Promise<PromptOutcome> {
  const loaded = await deps.store.payments.findWithPhone(paymentId);
  assertInvariant(loaded !== null, 'workflow.has_payment', { paymentId });
  if (loaded.payment.state !== 'created') return progress(await resume(deps, paymentId));
  if (await isContradicted(deps, loaded.payment)) return progress(await resume(deps, paymentId));
  if (isTooLate(deps, loaded.payment)) return progress(await abandon(deps, loaded.payment));
  // Before the claim: a shortcode that cannot be used must not leave a push that nobody knows of.
  const shortcode = await loadShortcode(deps, loaded.payment);
  const token = deps.newToken();
  const fence = deps.host.sha256(token.expose());
  const claimed = claimPush(
    loaded.payment,
    { attemptId: deps.host.newId('attempt'), callbackTokenHash: fence },
    { nowMs: deps.nowMs() },
    deps.host,
  );
  const outcome = await deps.store.payments.replace(loaded.payment, claimed);
  if (outcome !== 'stored') return progress(await resume(deps, paymentId));
  const result = await pushOnce(deps, { ...loaded, shortcode, token });
  try {
    const held = { ...claimed, version: loaded.payment.version + 1 };
    return progress(await storePushResult(deps, held, fence, result));
  } catch {
    // Not swallowed: the answer goes to the workflow, which stores it once the store is back.
    return { kind: 'unrecorded', push: { fence, result: sealResult(deps, result) } };
  }
}

/**
 * Daraja said that an earlier claim prompted nobody, and yet a callback with its token was kept:
 * somebody was prompted, and must not be again (M1).
 */
async function isContradicted(deps: ActivityDependencies, payment: Payment): Promise<boolean> {
  if (payment.attempts.length === 0) return false;
  return (await deps.store.callbacks.noticesFor(payment.paymentId)).length > 0;
}

function progress(value: PaymentProgress): PromptOutcome {
  return { kind: 'progress', progress: value };
}

function isTooLate(deps: ActivityDependencies, payment: Payment): boolean {
  return deps.nowMs() >= payment.promptBeforeAtMs;
}

async function pushOnce(
  deps: ActivityDependencies,
  { payment, phone, shortcode, token }: Push,
): Promise<PushResult> {
  // Looked at again after the claim: a worker that was frozen meanwhile must not prompt late.
  if (isTooLate(deps, payment)) {
    return { kind: 'not_sent', errorCode: null, failure: 'prompt_deadline_passed' };
  }
  const outcome = await deps.daraja.stkPush(shortcode, {
    subject: { kind: 'payment', id: payment.paymentId },
    amountKes: payment.amountKes,
    msisdn: phone,
    callbackUrl: deps.addresses.stk(payment.paymentId, token),
    reference: payment.reference,
    description: payment.description ?? payment.reference,
  });
  switch (outcome.kind) {
    case 'accepted':
    case 'refused':
      return outcome;
    case 'throttled':
      return { kind: 'not_sent', errorCode: outcome.errorCode, failure: 'provider_busy' };
    case 'not_sent':
      return { kind: 'not_sent', errorCode: null, failure: outcome.failure };
    case 'unknown':
      return { kind: 'unknown' };
  }
}

/** The customer has gone: the payment fails without ever having prompted. */
async function abandon(deps: ActivityDependencies, payment: Payment): Promise<PaymentProgress> {
  const nowMs = deps.nowMs();
  const code = 'prompt_deadline_passed';
  const after = refusePayment(payment, 'prompt_abandoned', code, nowMs, deps.host);
  const outcome = await deps.store.payments.replace(payment, after);
  if (outcome !== 'stored') return resume(deps, payment.paymentId);
  deps.onSettled(after.state);
  return pushProgress(deps, after, null);
}
