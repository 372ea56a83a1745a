import { paymentOwner } from '../../domain/values/owner';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { activityInfo } from '@temporalio/activity';
import type { StkQueryEvidence } from '../../domain/evidence/evidence';
import type { PaymentId } from '../../domain/values/ids';
import type { PaymentDependencies } from './dependencies';
import { loadPayment, loadShortcode } from './loadPayment';

export interface QueryInput {
  readonly paymentId: PaymentId;
  /** The engine's time of asking: evidence is dated by it, never later than it truly was. */
  readonly nowMs: number;
}

export type QueryAnswer =
  | { readonly kind: 'answered'; readonly evidence: StkQueryEvidence }
  | {
      readonly kind: 'no_answer';
      readonly reason: string;
      /** Daraja itself said that it has no outcome to give, rather than nothing at all. */
      readonly isRefused: boolean;
    }
  /** The push's answer was lost and no callback has brought the handle. */
  | { readonly kind: 'no_handle' };

/**
 * Asks Safaricom once what became of the push (Daraja: M-PESA Express Query). Only ever by the
 * handle that is stored with the push: an answer about anybody else's push proves nothing.
 */
export async function queryStk(deps: PaymentDependencies, input: QueryInput): Promise<QueryAnswer> {
  // The handle that Daraja itself named never changes, so a copy with it is as good as the store's.
  const written = deps.store.payments.lastWritten(input.paymentId);
  const isEnough = written !== null && written.push?.status === 'accepted';
  const payment = isEnough ? written : await loadPayment(deps, input.paymentId);
  const checkoutRequestId = payment.push?.checkoutRequestId ?? null;
  if (checkoutRequestId === null) return { kind: 'no_handle' };
  const shortcode = await loadShortcode(deps, payment);
  const result = await deps.daraja.stkQuery(shortcode, {
    subject: paymentOwner(payment.paymentId),
    checkoutRequestId,
  });
  if (result.kind !== 'answered') {
    const isRefused = result.kind === 'no_answer' && result.isRefused;
    return { kind: 'no_answer', reason: result.reason, isRefused };
  }
  return {
    kind: 'answered',
    evidence: {
      kind: 'stk_query',
      evidenceId: deps.host.newId('evidence'),
      atMs: input.nowMs,
      resultCode: result.resultCode,
    },
  };
}

/*
 * A callback that got lost is made good by the first answers. Where there is none, the customer has
 * the prompt still, and asking oftener only takes room from new prompts (decision 0086).
 */
const POLL_DELAYS_MS = [5_000, 15_000];
const LAST_POLL_DELAY_MS = 30_000;

/**
 * Asks until Safaricom has a final answer. Each time it has none this fails, to be tried again:
 * the wait shows as a pending activity, and costs the history nothing.
 * @throws ApplicationFailure `NoFinalAnswer`, benign, with the delay to the next try.
 */
export async function pollStk(
  deps: PaymentDependencies,
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
