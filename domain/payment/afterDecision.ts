import { deniesForGood } from '../evidence/denials';
import type { Evidence } from '../evidence/evidence';
import type { Verdict } from '../evidence/judge';
import { sightings } from '../evidence/sightings';
import { substanceOf } from '../evidence/substance';
import type { Acting } from '../machine/machine';
import { kesToCents } from '../values/money';
import { improve } from './improve';
import type { Payment } from './payment';
import { isOpen } from './state';
import { move } from './transition';

const CONTRADICTED = 'decision_contradicted';

/** Whether a person decided the payment, and nothing has opened it again. */
export function isDecidedByPerson({ state, evidence }: Payment): boolean {
  return !isOpen(state) && evidence.some(({ kind }) => kind === 'operator_decision');
}

/**
 * What evidence can do to a payment that a person decided. All that the person had before her is
 * dealt with; what says otherwise and came later is not. A success stays one and is marked, and
 * "nobody paid" goes back to a person.
 */
export function afterDecision(payment: Payment, verdict: Verdict, acting: Acting): Payment {
  if (payment.state === 'failed') {
    const isSeen = news(payment.evidence).some((item) => sightings([item]).length > 0);
    if (!isSeen) return payment;
    const open = { ...payment, failureCode: null, needsAttention: true };
    return move(open, CONTRADICTED, null, acting);
  }
  const { receipt } = payment;
  const isSame =
    verdict.kind === 'paid' && (verdict.receipt === null || verdict.receipt === receipt);
  const next = isSame ? improve(payment, verdict, acting) : payment;
  if (!news(payment.evidence).some((item) => saysOtherwise(item, payment))) return next;
  const isNoted = payment.history.some(({ detail }) => detail === CONTRADICTED);
  const flagged = { ...next, needsAttention: true };
  return isNoted ? flagged : move(flagged, 'evidence_conflicts', CONTRADICTED, acting);
}

/** What came after the last decision and says something that was not before it. */
function news(evidence: readonly Evidence[]): Evidence[] {
  const decidedAt = evidence.findLastIndex(({ kind }) => kind === 'operator_decision');
  const before = evidence.slice(0, decidedAt).map(substanceOf);
  return evidence.slice(decidedAt + 1).filter((item) => !before.includes(substanceOf(item)));
}

/** A success holds its receipt and its sum; a refusal for good contradicts it as well. */
function saysOtherwise(item: Evidence, { receipt, amountKes }: Payment): boolean {
  const differs = sightings([item]).some(
    (seen) =>
      (seen.receipt !== null && seen.receipt !== receipt) ||
      (seen.amountCents !== null && seen.amountCents !== kesToCents(amountKes)),
  );
  return differs || deniesForGood(item);
}
