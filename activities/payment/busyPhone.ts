import type { Payment } from '../../domain/payment/payment';
import {
  DAY_MS,
  lookAgainAtMs,
  phoneBusy,
  promptOverAtMs,
  releasePhone,
  toldNotBeforeMs,
  waitForPhone,
} from '../../domain/payment/phone';
import type { PushResult } from '../../domain/payment/push';
import { refusePayment } from '../../domain/payment/transition';
import type { PaymentDependencies } from './dependencies';
import type { PaymentProgress } from './paymentProgress';
import { pushProgress } from './recordPush';

/** An id is made within this time of the moment that is stored as the payment's creation. */
const ID_SLACK_MS = 60_000;

/**
 * Has a payment wait for a phone that another one holds, and ends it once it has waited long
 * enough; null where somebody else wrote it meanwhile. It says the same no matter who holds the
 * phone.
 */
export async function meetHeldPhone(
  deps: PaymentDependencies,
  payment: Payment,
): Promise<PaymentProgress | null> {
  const { store, timing, phoneRules, report, host } = deps;
  const nowMs = deps.nowMs();
  const holder = await store.payments.findHolder(payment.phoneHash);
  if (holder === null || (await isFreed(deps, holder))) {
    return pushProgress(deps, payment, { promptAgainAtMs: nowMs });
  }
  const waiting = waitForPhone(payment, phoneRules.waitMs, nowMs);
  const untilMs = waiting.phoneWaitUntilMs ?? nowMs;
  if (nowMs < untilMs) {
    if (waiting !== payment) {
      if ((await store.payments.replace(payment, waiting)) !== 'stored') return null;
      report.phoneBusy(payment.paymentId, 'waits', 'prompt_open');
    }
    const promptAgainAtMs = lookAgainAtMs(payment.createdAtMs, untilMs, nowMs);
    return pushProgress(deps, waiting, { promptAgainAtMs });
  }
  const retryNotBeforeMs = toldNotBeforeMs(promptOverAtMs(holder, timing), nowMs);
  const acting = { nowMs, host };
  const given = { ...waiting, retryNotBeforeMs };
  const after = refusePayment(given, 'prompt_abandoned', 'phone_busy', acting);
  if ((await store.payments.replace(payment, after)) !== 'stored') return null;
  report.phoneBusy(payment.paymentId, 'refused', 'prompt_open');
  report.paymentReached(payment.paymentId, after.state);
  return pushProgress(deps, after);
}

/** A prompt that is over leaves the phone, although its payment may be open for long. */
async function isFreed(deps: PaymentDependencies, holder: Payment): Promise<boolean> {
  if (deps.nowMs() < promptOverAtMs(holder, deps.timing)) return false;
  return (await deps.store.payments.replace(holder, releasePhone(holder))) === 'stored';
}

/**
 * Why the phone that a payment holds is not to be prompted now, or null. It is asked while the
 * phone is held, so that no other prompt can come between the count and the push.
 */
export async function busyRefusal(
  deps: PaymentDependencies,
  payment: Payment,
): Promise<PushResult | null> {
  const { paymentId, createdAtMs, promptBeforeAtMs } = payment;
  const { store, phoneRules, report } = deps;
  const nowMs = deps.nowMs();
  const slackMs = promptBeforeAtMs - createdAtMs + ID_SLACK_MS;
  try {
    const prompts = await store.payments.promptsOnPhone(payment, {
      madeAfterMs: nowMs - DAY_MS - slackMs,
      limit: Math.max(phoneRules.perTenMinutes, phoneRules.perDay),
    });
    const busy = phoneBusy(prompts, phoneRules, nowMs);
    if (busy === null) return null;
    report.phoneBusy(paymentId, 'refused', busy.reason);
    const notBeforeMs = toldNotBeforeMs(busy.untilMs, nowMs);
    return { kind: 'not_sent', errorCode: null, failure: 'phone_busy', notBeforeMs };
  } catch (error) {
    // Nothing has left: it is tried again like any push that provably was not sent.
    report.activityFailed('promptCustomer', { paymentId }, error);
    return { kind: 'not_sent', errorCode: null, failure: 'internal_fault' };
  }
}
