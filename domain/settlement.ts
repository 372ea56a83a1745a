import { isHigherGrade, isSameFact, type Evidence } from './evidence';
import { assertInvariant } from './invariant';
import { judge, type Verdict } from './judge';
import { moneyClaims, soundClaims } from './moneyClaims';
import { kesToCents, type AmountKes } from './money';
import { promptedAfterAll, promptedAtMs, type Payment } from './payment';
import { isOpen, type PaymentEvent } from './paymentState';
import type { ShortcodeNumber } from './shortcode';
import type { PaymentTiming } from './timing';
import { isLegal, move, type DomainHost } from './transition';

export interface SettlementContext {
  readonly nowMs: number;
  readonly timing: PaymentTiming;
  /** The merchant's limit up to which a callback alone is believed. */
  readonly corroborateAboveKes: number;
  readonly canAskStatus: boolean;
  /** The till that is paid, where the payment's shortcode is its store. */
  readonly till?: ShortcodeNumber | null;
  /** Another payment already holds the receipt that the evidence names (M8). */
  readonly receiptTaken: boolean;
}

export interface Settlement {
  readonly payment: Payment;
  readonly verdict: Verdict;
  /** False when the payment is exactly as it was, so that nothing need be written. */
  readonly changed: boolean;
}

/**
 * Takes new evidence into a payment: judges all of it, moves the state through the table, chains
 * the history and writes the merchant's event, as one new value. The caller stores it with one
 * compare-and-set.
 */
export function settlePayment(
  payment: Payment,
  fresh: readonly Evidence[],
  context: SettlementContext,
  host: DomainHost,
): Settlement {
  const added = fresh.filter((item) => !payment.evidence.some((known) => isSameFact(known, item)));
  const evidence = [...payment.evidence, ...added];
  const isCalledBack = added.some((item) => item.kind === 'callback');
  let next: Payment = { ...(isCalledBack ? promptedAfterAll(payment) : payment), evidence };
  const verdict = verdictOf(next, evidence, context);
  for (const event of arrivals(payment, added, context)) {
    next = move(next, event, null, context, host);
  }
  next = applyVerdict(next, verdict, context, host);
  return { payment: next, verdict, changed: added.length > 0 || isMoved(payment, next) };
}

function verdictOf(
  payment: Payment,
  evidence: readonly Evidence[],
  context: SettlementContext,
): Verdict {
  if (context.receiptTaken) return { kind: 'conflict', conflict: 'receipt_taken' };
  const facts = {
    amountCents: kesToCents(payment.amountKes),
    shortcode: payment.shortcode,
    till: context.till ?? null,
    phoneMasked: payment.phoneMasked,
    promptedAtMs: promptedAtMs(payment),
    promptLifeMs: context.timing.promptLifeMs,
    corroborateAboveCents: kesToCents(context.corroborateAboveKes as AmountKes),
    canAskStatus: context.canAskStatus,
  };
  return judge(facts, evidence, context.nowMs);
}

function isMoved(before: Payment, after: Payment): boolean {
  return after.history.length > before.history.length;
}

function arrivals(
  payment: Payment,
  added: readonly Evidence[],
  context: SettlementContext,
): PaymentEvent[] {
  const callbacks = added.filter((item) => item.kind === 'callback');
  if (callbacks.length > 0) return callbacks.map(() => 'callback_received');
  const dueMs = (promptedAtMs(payment) ?? Infinity) + context.timing.callbackTimeoutMs;
  const missing = payment.state === 'awaiting_customer' && context.nowMs >= dueMs;
  return missing ? ['callback_missing'] : [];
}

function applyVerdict(
  payment: Payment,
  verdict: Verdict,
  context: SettlementContext,
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

function applyPaid(
  payment: Payment,
  verdict: Extract<Verdict, { kind: 'paid' }>,
  context: SettlementContext,
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
  if (payment.state !== 'succeeded') return move(paid, 'proved_paid', grade, context, host);
  const raised = isHigherGrade(grade, payment.grade);
  let next: Payment = { ...paid, grade: raised ? grade : payment.grade };
  if (raised) next = move(next, 'grade_raised', grade, context, host);
  if (payment.receipt === null && receipt !== null) {
    next = move(next, 'receipt_attached', null, context, host);
  }
  return next;
}

/**
 * Marks a contradiction for a person, once for each kind of it. A refusal that Safaricom's own word
 * contradicts is one no longer.
 */
function applyConflict(
  payment: Payment,
  detail: string,
  context: SettlementContext,
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
function applyOpen(
  payment: Payment,
  reason: string,
  context: SettlementContext,
  host: DomainHost,
): Payment {
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
