import { openReceipt } from '../evidence/operatorReceipt';
import type { LateSuccessPolicy } from '../merchant/lateSuccess';
import { assertInvariant } from '../values/invariant';
import type { Verdict } from '../evidence/judge';
import { sightings, soundSightings } from '../evidence/sightings';
import { afterDecision, isDecidedByPerson } from './afterDecision';
import { improve, type PaidVerdict } from './improve';
import { promptedAtMs, wasFailed, type Payment } from './payment';
import { isLegal, isOpen } from './state';
import { deniesForGood, deniesPayment } from '../evidence/denials';
import type { Acting } from '../machine/machine';
import type { PaymentTiming } from './timing';
import { move } from './transition';

interface Policy {
  readonly timing: PaymentTiming;
  readonly lateSuccess?: LateSuccessPolicy | undefined;
}

/** Moves a payment as far as the verdict on its evidence allows, and no further. */
export function applyVerdict(
  payment: Payment,
  verdict: Verdict,
  { timing, lateSuccess = 'accept' }: Policy,
  acting: Acting,
): Payment {
  if (isDecidedByPerson(payment)) return afterDecision(payment, verdict, acting);
  if (isHeld(payment, lateSuccess)) {
    return payment.needsAttention ? payment : { ...payment, needsAttention: true };
  }
  switch (verdict.kind) {
    case 'paid':
      return applyPaid(payment, verdict, lateSuccess, acting);
    case 'unpaid':
      if (!isOpen(payment.state)) return payment;
      // Somebody saw a receipt about which Safaricom has said nothing: a person must decide.
      if (openReceipt(payment.evidence)) {
        return applyConflict(payment, 'receipt_unverified', acting);
      }
      return move(
        { ...payment, failureCode: verdict.failure },
        'proved_unpaid',
        verdict.resultCode,
        acting,
      );
    case 'conflict':
      return applyConflict(payment, verdict.conflict, acting);
    case 'open':
      return applyOpen(payment, verdict.reason, timing, acting);
  }
}

/**
 * Whether only a person takes a payment out of review: where a person was contradicted, and where
 * its merchant was told that nobody paid and wants a person to look first.
 */
function isHeld(payment: Payment, lateSuccess: LateSuccessPolicy): boolean {
  if (payment.state !== 'needs_review') return false;
  if (lateSuccess === 'hold_for_review' && wasFailed(payment)) return true;
  return payment.history.some(
    ({ step }) => step === 'late_success_held' || step === 'decided_not_paid',
  );
}

function applyPaid(
  payment: Payment,
  verdict: PaidVerdict,
  lateSuccess: LateSuccessPolicy,
  acting: Acting,
): Payment {
  const { grade, receipt } = verdict;
  assertInvariant(
    payment.receipt === null || receipt === null || receipt === payment.receipt,
    'payment.receipt_immutable',
    { paymentId: payment.paymentId },
  );
  if (payment.state === 'failed' && lateSuccess === 'hold_for_review') {
    const held = { ...payment, failureCode: null, needsAttention: true };
    return move(held, 'late_success_held', grade, acting);
  }
  const paid = { ...payment, grade, receipt: payment.receipt ?? receipt };
  if (payment.state === 'failed') {
    return move(
      { ...paid, failureCode: null, needsAttention: false },
      'late_success',
      grade,
      acting,
    );
  }
  const next =
    payment.state === 'succeeded'
      ? improve(payment, verdict, acting)
      : move(paid, 'proved_paid', grade, acting);
  return isContradicted(next) ? applyConflict(next, 'paid_but_refused', acting) : next;
}

/**
 * Whether Safaricom has also said for good that nobody paid. A late success is told as one, and
 * what an unreached phone, a slow PIN or an early query brought does not contradict.
 */
function isContradicted({ evidence, history }: Payment): boolean {
  const seenAt = evidence.findIndex((item) => item.kind === 'stk_query' && !deniesPayment(item));
  const isRefused = evidence.some(
    (item, index) => deniesForGood(item) && (item.kind !== 'stk_query' || index > seenAt),
  );
  return isRefused && history.every(({ step }) => step !== 'late_success');
}

/**
 * Marks a contradiction for a person, once for each kind of it. A refusal that Safaricom's own word
 * contradicts is one no longer.
 */
function applyConflict(payment: Payment, detail: string, acting: Acting): Payment {
  const noted = payment.history.some(
    (entry) => entry.step === 'evidence_conflicts' && entry.detail === detail,
  );
  const flagged = { ...payment, needsAttention: true };
  if (payment.state === 'failed' && isProvenPaid(payment)) {
    return move({ ...flagged, failureCode: null }, 'late_conflict', detail, acting);
  }
  if (noted || !isLegal(payment.state, 'evidence_conflicts')) return flagged;
  return move(flagged, 'evidence_conflicts', detail, acting);
}

/** Whether money was seen otherwise than by a callback, whatever the callbacks say about it. */
function isProvenPaid(payment: Payment): boolean {
  const { evidence, phoneMasked, phoneHash } = payment;
  const prompt = { phoneMasked, phoneHash, promptedAtMs: promptedAtMs(payment) };
  return soundSightings(evidence, prompt).some(({ grade }) => grade !== 'reported');
}

/** Undecided: say so once the time for a quick answer is over, and call a person at the end. */
function applyOpen(
  payment: Payment,
  reason: string,
  timing: PaymentTiming,
  acting: Acting,
): Payment {
  if (!isOpen(payment.state)) {
    // Money seen against a decision: a person should know while it is being asked about.
    const isSeen = sightings(payment.evidence).length > 0;
    return isSeen ? applyConflict(payment, reason, acting) : payment;
  }
  const startMs = promptedAtMs(payment) ?? payment.createdAtMs;
  const { promptLifeMs, unresolvedAfterMs, horizonMs } = timing;
  if (acting.nowMs >= startMs + horizonMs && isLegal(payment.state, 'horizon_passed')) {
    return move({ ...payment, needsAttention: true }, 'horizon_passed', reason, acting);
  }
  const overdue = acting.nowMs >= startMs + promptLifeMs + unresolvedAfterMs;
  const unclear = overdue || reason === 'unknown_code';
  if (!unclear || !isLegal(payment.state, 'not_provable_yet')) return payment;
  return move(payment, 'not_provable_yet', reason, acting);
}
