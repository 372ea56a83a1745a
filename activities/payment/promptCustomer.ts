import { paymentOwner } from '../../domain/values/owner';
import type { Acting } from '../../domain/machine/machine';
import type { Payment } from '../../domain/payment/payment';
import { reservePush, type PushResult } from '../../domain/payment/push';
import { NOTHING_ASKED } from '../../domain/payment/readPlan';
import { refusePayment } from '../../domain/payment/transition';
import type { PaymentId } from '../../domain/values/ids';
import { assertInvariant } from '../../domain/values/invariant';
import type { Msisdn } from '../../domain/values/msisdn';
import type { Secret } from '../../domain/values/secret';
import type { Shortcode } from '../../store/merchants/shortcodes';
import { busyRefusal, meetHeldPhone } from './busyPhone';
import { decide } from './decide';
import type { PaymentDependencies } from './dependencies';
import { loadPayment, loadShortcode } from './loadPayment';
import type { PaymentProgress } from './paymentProgress';
import {
  pushProgress,
  recordLostPush,
  sealResult,
  storePushResult,
  type PushRecord,
} from './recordPush';

export type PromptResult =
  | { readonly kind: 'progress'; readonly progress: PaymentProgress }
  /** Daraja answered but the store did not: the workflow keeps the answer until it is back. */
  | { readonly kind: 'unrecorded'; readonly push: PushRecord };

interface Prompt {
  readonly payment: Payment;
  readonly phone: Msisdn;
  readonly shortcode: Shortcode;
  readonly token: Secret<string>;
}

/**
 * Reserves the push by compare-and-set, sends it once, and stores what became of it. While another
 * payment holds the phone nothing is reserved, and it is tried again shortly. A payment that is
 * past `created` is not pushed: its stored evidence is judged instead, so that this may run on a
 * payment in any state.
 */
export async function promptCustomer(
  deps: PaymentDependencies,
  { paymentId }: { readonly paymentId: PaymentId },
): Promise<PromptResult> {
  const loaded = await deps.store.payments.findWithPhone(paymentId);
  assertInvariant(loaded !== null, 'workflow.has_payment', { paymentId });
  if (loaded.payment.state !== 'created') return progress(await resume(deps, paymentId));
  if (await isContradicted(deps, loaded.payment)) return progress(await resume(deps, paymentId));
  if (isTooLate(deps, loaded.payment)) return progress(await abandon(deps, loaded.payment));
  // Before the reservation: an unusable shortcode must not leave a push that nobody knows of.
  const shortcode = await loadShortcode(deps, loaded.payment);
  const token = deps.newToken();
  const fence = deps.host.sha256(token.expose());
  const reserved = reservePush(loaded.payment, fence, actingNow(deps));
  const written = await deps.store.payments.replace(loaded.payment, reserved);
  if (written === 'phone_taken') {
    const met = await meetHeldPhone(deps, loaded.payment);
    return progress(met ?? (await resume(deps, paymentId)));
  }
  if (written !== 'stored') return progress(await resume(deps, paymentId));
  const result = await pushOnce(deps, { ...loaded, shortcode, token });
  try {
    const held = { ...reserved, version: loaded.payment.version + 1 };
    return progress(await storePushResult(deps, held, fence, result));
  } catch {
    // Not swallowed: the answer goes to the workflow, which stores it once the store is back.
    return { kind: 'unrecorded', push: { fence, result: sealResult(deps, result) } };
  }
}

/**
 * Daraja said that an earlier reservation prompted nobody, and yet a callback with its token was
 * kept: somebody was prompted, and must not be again.
 */
async function isContradicted(deps: PaymentDependencies, payment: Payment): Promise<boolean> {
  if (payment.push === null) return false;
  const owner = { kind: 'payment', id: payment.paymentId } as const;
  return (await deps.store.inbox.noticesFor(owner)).length > 0;
}

function progress(value: PaymentProgress): PromptResult {
  return { kind: 'progress', progress: value };
}

function isTooLate(deps: PaymentDependencies, payment: Payment): boolean {
  return deps.nowMs() >= payment.promptBeforeAtMs;
}

async function pushOnce(
  deps: PaymentDependencies,
  { payment, phone, shortcode, token }: Prompt,
): Promise<PushResult> {
  const busy = await busyRefusal(deps, payment);
  if (busy !== null) return busy;
  // Looked at again after the reservation: a worker that was frozen meanwhile must not prompt late.
  if (isTooLate(deps, payment)) {
    return { kind: 'not_sent', errorCode: null, failure: 'prompt_deadline_passed' };
  }
  const outcome = await deps.daraja.stkPush(shortcode, {
    subject: paymentOwner(payment.paymentId),
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
async function abandon(deps: PaymentDependencies, payment: Payment): Promise<PaymentProgress> {
  const code = 'prompt_deadline_passed';
  const after = refusePayment(payment, 'prompt_abandoned', code, actingNow(deps));
  const written = await deps.store.payments.replace(payment, after);
  if (written !== 'stored') return resume(deps, payment.paymentId);
  deps.report.paymentReached(payment.paymentId, after.state);
  return pushProgress(deps, after);
}

const AGAIN_MS = 1_000;

/**
 * Takes up a payment that an earlier run left: evidence in the inbox that no run has seen, and a
 * push of which nobody knows what became.
 */
async function resume(deps: PaymentDependencies, paymentId: PaymentId): Promise<PaymentProgress> {
  const { state } = await loadPayment(deps, paymentId);
  if (state === 'prompting') await recordLostPush(deps, { paymentId });
  const nowMs = deps.nowMs();
  const { progress: found } = await decide(deps, {
    paymentId,
    notices: [],
    lookInInbox: true,
    askQuery: false,
    reads: [],
    nowMs,
    asked: NOTHING_ASKED,
  });
  // Someone else wrote between the look and the reservation, and nobody has pushed: try again.
  return found.state === 'created' ? { ...found, promptAgainAtMs: nowMs + AGAIN_MS } : found;
}

function actingNow({ nowMs, host }: PaymentDependencies): Acting {
  return { nowMs: nowMs(), host };
}
