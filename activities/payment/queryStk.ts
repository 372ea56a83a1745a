import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { activityInfo } from '@temporalio/activity';
import type { StkQueryEvidence } from '../../domain/evidence/evidence';
import type { PaymentId } from '../../domain/values/ids';
import { currentAttempt } from '../../domain/payment/payment';
import type { ActivityDependencies } from '../dependencies';
import { loadPayment, loadShortcode } from './loadPayment';

export interface QueryInput {
  readonly paymentId: PaymentId;
  /** The engine's time of asking: evidence is dated by it, never later than it truly was. */
  readonly nowMs: number;
}

export type QueryAnswer =
  | { readonly kind: 'answered'; readonly evidence: StkQueryEvidence }
  | { readonly kind: 'no_answer'; readonly reason: string }
  /** The push's answer was lost and no callback has brought the handle. */
  | { readonly kind: 'no_handle' };

/**
 * Asks Safaricom once what became of the push (Daraja: M-PESA Express Query). Only ever by the
 * handle that is stored with the attempt: an answer about anybody else's push proves nothing.
 */
export async function queryStk(
  deps: ActivityDependencies,
  input: QueryInput,
): Promise<QueryAnswer> {
  // The handle that Daraja itself named never changes, so a copy with it is as good as the store's.
  const written = deps.store.payments.lastWritten(input.paymentId);
  const isEnough = written !== null && currentAttempt(written)?.status === 'accepted';
  const payment = isEnough ? written : await loadPayment(deps, input.paymentId);
  const attempt = currentAttempt(payment);
  const checkoutRequestId = attempt?.checkoutRequestId ?? null;
  if (!attempt || checkoutRequestId === null) return { kind: 'no_handle' };
  const shortcode = await loadShortcode(deps, payment);
  const outcome = await deps.daraja.stkQuery(shortcode, {
    subject: { kind: 'payment', id: payment.paymentId },
    checkoutRequestId,
  });
  if (outcome.kind !== 'answered') return { kind: 'no_answer', reason: outcome.reason };
  return {
    kind: 'answered',
    evidence: {
      kind: 'stk_query',
      evidenceId: deps.host.newId('evidence'),
      attemptId: attempt.attemptId,
      atMs: input.nowMs,
      resultCode: outcome.resultCode,
    },
  };
}

const POLL_DELAYS_MS = [2_000, 4_000, 8_000, 15_000];
const LAST_POLL_DELAY_MS = 20_000;

/**
 * Asks until Safaricom has a final answer. Each time it has none this fails, to be tried again:
 * the wait shows as a pending activity, and costs the history nothing.
 * @throws ApplicationFailure `NoFinalAnswer`, benign, with the delay to the next try.
 */
export async function pollStk(
  deps: ActivityDependencies,
  input: QueryInput,
): Promise<StkQueryEvidence> {
  const answer = await queryStk(deps, input);
  if (answer.kind === 'answered') return answer.evidence;
  const reason = answer.kind === 'no_answer' ? answer.reason : answer.kind;
  throw ApplicationFailure.create({
    message: `Safaricom has no final answer yet: ${reason}`,
    type: 'NoFinalAnswer',
    category: ApplicationFailureCategory.BENIGN,
    nextRetryDelay: POLL_DELAYS_MS[activityInfo().attempt - 1] ?? LAST_POLL_DELAY_MS,
  });
}
