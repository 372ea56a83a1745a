import { isHigherGrade } from '../evidence/evidence';
import { assertInvariant } from '../values/invariant';
import type { Verdict } from '../evidence/judge';
import { moneyClaims, soundClaims } from '../evidence/sightings';
import { promptedAtMs, type Payment } from './payment';
import { isOpen } from './state';
import { resultCodeRule } from '../evidence/resultCodes';
import type { PaymentTiming } from './timing';
import { isLegal, move, type DomainHost } from './transition';

interface Moment {
  readonly nowMs: number;
  readonly timing: PaymentTiming;
}

/** Moves a payment as far as the verdict on its evidence allows, and no further. */
export function applyVerdict(
  payment: Payment,
  verdict: Verdict,
  context: Moment,
  host: DomainHost,
): Payment {
  switch (verdict.kind) {
    case 'paid':
      return applyPaid(payment, verdict, context, host);
    case 'unpaid':
      if (!isOpen(payment.state)) return payment;
      return move(
        { ...payment, failureCode: verdict.failure },
        'proved_unpaid',
        verdict.resultCode,
        context,
        host,
      );
    case 'conflict':
      return applyConflict(payment, verdict.conflict, context, host);
    case 'open':
      return applyOpen(payment, verdict.reason, context, host);
  }
}

type PaidVerdict = Extract<Verdict, { kind: 'paid' }>;

function applyPaid(
  payment: Payment,
  verdict: PaidVerdict,
  context: Moment,
  host: DomainHost,
): Payment {
  const { grade, receipt } = verdict;
  assertInvariant(
    payment.receipt === null || receipt === null || receipt === payment.receipt,
    'payment.receipt_immutable',
    { paymentId: payment.paymentId },
  );
  const paid = { ...payment, grade, receipt: payment.receipt ?? receipt };
  if (payment.state === 'failed') {
    return move(
      { ...paid, failureCode: null, needsAttention: false },
      'late_success',
      grade,
      context,
      host,
    );
  }
  const next =
    payment.state === 'succeeded'
      ? improve(payment, verdict, context, host)
      : move(paid, 'proved_paid', grade, context, host);
  return isRefusedByCallback(next) ? applyConflict(next, 'paid_but_refused', context, host) : next;
}

/** A success of which more is known than before. */
function improve(
  payment: Payment,
  { grade, receipt }: PaidVerdict,
  context: Moment,
  host: DomainHost,
): Payment {
  const raised = isHigherGrade(grade, payment.grade);
  let next: Payment = {
    ...payment,
    receipt: payment.receipt ?? receipt,
    grade: raised ? grade : payment.grade,
  };
  if (raised) next = move(next, 'grade_raised', grade, context, host);
  if (payment.receipt === null && receipt !== null) {
    next = move(next, 'receipt_attached', null, context, host);
  }
  return next;
}

/**
 * Whether Safaricom also called back that nobody paid (F13). A late success is told as one, and
 * what an unreached phone or a slow PIN brought is no contradiction.
 */
function isRefusedByCallback({ evidence, history }: Payment): boolean {
  const isRefused = evidence.some(
    (item) => item.kind === 'callback' && resultCodeRule(item.resultCode).proof === 'not_paid',
  );
  return isRefused && history.every(({ event }) => event !== 'late_success');
}

/**
 * Marks a contradiction for a person, once for each kind of it. A refusal that Safaricom's own word
 * contradicts is one no longer.
 */
function applyConflict(
  payment: Payment,
  detail: string,
  context: Moment,
  host: DomainHost,
): Payment {
  const noted = payment.history.some(
    (entry) => entry.event === 'evidence_conflicts' && entry.detail === detail,
  );
  const flagged = { ...payment, needsAttention: true };
  if (payment.state === 'failed' && isProvenPaid(payment)) {
    return move({ ...flagged, failureCode: null }, 'late_conflict', detail, context, host);
  }
  if (noted || !isLegal(payment.state, 'evidence_conflicts')) return flagged;
  return move(flagged, 'evidence_conflicts', detail, context, host);
}

/** Whether money was seen otherwise than by a callback, whatever the callbacks say about it. */
function isProvenPaid(payment: Payment): boolean {
  const { evidence, phoneMasked } = payment;
  const prompt = { phoneMasked, promptedAtMs: promptedAtMs(payment) };
  return soundClaims(evidence, prompt).some(({ grade }) => grade !== 'reported');
}

/** Undecided: say so once the time for a quick answer is over, and call a person at the end. */
function applyOpen(payment: Payment, reason: string, context: Moment, host: DomainHost): Payment {
  if (!isOpen(payment.state)) {
    // A claim against a decided payment: a person should know while it is being asked about.
    const claimed = moneyClaims(payment.evidence).length > 0;
    return claimed ? applyConflict(payment, reason, context, host) : payment;
  }
  const startMs = promptedAtMs(payment) ?? payment.createdAtMs;
  const { promptLifeMs, unresolvedAfterMs, horizonMs } = context.timing;
  if (context.nowMs >= startMs + horizonMs && isLegal(payment.state, 'horizon_passed')) {
    return move({ ...payment, needsAttention: true }, 'horizon_passed', reason, context, host);
  }
  const overdue = context.nowMs >= startMs + promptLifeMs + unresolvedAfterMs;
  const unclear = overdue || reason === 'unknown_code';
  if (!unclear || !isLegal(payment.state, 'not_provable_yet')) return payment;
  return move(payment, 'not_provable_yet', reason, context, host);
}
