import { distinctSightings } from '../evidence/substance';
import type { StepBy } from '../machine/history';
import type { Acting } from '../machine/machine';
import type { DecisionContext } from './decide';
import type { DecideInstruction, Followed, InstructionRefusal } from './instruction';
import { promptedAtMs, type Payment, type Proposal } from './payment';
import { move } from './transition';

/** A proposal that nobody agreed to by then has lapsed. */
export const PROPOSAL_LIFE_MS = 24 * 3_600_000;

type Wanted = Pick<DecideInstruction, 'decision' | 'receipt' | 'operatorId'>;

type ReviewContext = Pick<DecisionContext, 'timing' | 'receiptTaken' | 'reviewAboveKes'>;

interface Reviewing {
  readonly context: ReviewContext;
  readonly acting: Acting;
  readonly by: StepBy;
}

/**
 * Decides a payment that needs review. Above the merchant's limit the first operator's word is kept
 * as a proposal, and only another operator who wants the same carries it out. The rule stands here
 * and nowhere else, because this is what is stored by compare-and-set.
 */
export function decideReview(
  payment: Payment,
  wanted: DecideInstruction,
  { context, acting, by }: Reviewing,
): Followed {
  const refusal = decideRefusal(payment, wanted, context, acting.nowMs);
  if (refusal !== null) return { payment, result: { kind: 'refused', refusal } };
  // What is left of a standing proposal is the same, or one's own that is replaced.
  const proposal = standingProposal(payment, acting.nowMs);
  const isSeconded = proposal !== null && proposal.operatorId !== wanted.operatorId;
  return isSeconded || !isSecondNeeded(payment, context)
    ? { payment: carriedOut(payment, wanted, acting, by), result: { kind: 'decided' } }
    : { payment: proposed(payment, wanted, acting, by), result: { kind: 'proposed' } };
}

/** Why a decision is not taken, or null. Asked again over the stored payment when it is written. */
export function decideRefusal(
  payment: Payment,
  wanted: Wanted,
  context: ReviewContext,
  nowMs: number,
): InstructionRefusal | null {
  if (payment.state !== 'needs_review') return 'not_in_review';
  const isPaid = wanted.decision === 'paid';
  if (isPaid && wanted.receipt === null) return 'malformed';
  if (isPaid && payment.receipt !== null && payment.receipt !== wanted.receipt) {
    return 'other_receipt';
  }
  if (isPaid && context.receiptTaken) return 'receipt_taken';
  // While the prompt can be answered, "not paid" would let the customer be prompted again.
  const promptEndsMs = (promptedAtMs(payment) ?? -Infinity) + context.timing.promptLifeMs;
  if (!isPaid && nowMs < promptEndsMs) return 'prompt_open';
  return isSecondNeeded(payment, context) ? proposalRefusal(payment, wanted, nowMs) : null;
}

/** One's own proposal can be replaced by another; one's own agreement counts for nothing. */
function proposalRefusal(payment: Payment, wanted: Wanted, nowMs: number) {
  const proposal = standingProposal(payment, nowMs);
  if (proposal === null) return null;
  const isSame = proposal.decision === wanted.decision && proposal.receipt === wanted.receipt;
  if (proposal.operatorId === wanted.operatorId) return isSame ? 'second_operator_needed' : null;
  return isSame ? null : 'other_proposal';
}

/** Whether one operator alone may not decide this sum. */
export function isSecondNeeded(
  { amountKes }: Payment,
  { reviewAboveKes }: Pick<DecisionContext, 'reviewAboveKes'>,
): boolean {
  return typeof reviewAboveKes === 'number' && amountKes > reviewAboveKes;
}

/**
 * The proposal that a second operator can agree to, or null. It lapses after a day, and when money
 * was seen that its operator had not seen.
 */
export function standingProposal(payment: Payment, nowMs: number): Proposal | null {
  const { proposal, evidence, state } = payment;
  if (proposal === null || state !== 'needs_review') return null;
  if (nowMs >= proposal.atMs + PROPOSAL_LIFE_MS) return null;
  return distinctSightings(evidence) === proposal.sightings ? proposal : null;
}

function proposed(
  payment: Payment,
  { decision, receipt, operatorId }: Wanted,
  acting: Acting,
  by: StepBy,
): Payment {
  const seen = distinctSightings(payment.evidence);
  const proposal = { decision, receipt, operatorId, atMs: acting.nowMs, sightings: seen };
  const next = { ...payment, proposal, needsAttention: true };
  return move(next, 'decision_proposed', decision, acting, by);
}

function carriedOut(
  payment: Payment,
  { decision, receipt, operatorId }: Wanted,
  acting: Acting,
  by: StepBy,
): Payment {
  const evidenceId = acting.host.newId('evidence');
  const kind = 'operator_decision' as const;
  const fact = { kind, evidenceId, atMs: acting.nowMs, decision, receipt, operatorId };
  const evidence = [...payment.evidence, fact];
  const decided = { ...payment, evidence, proposal: null, needsAttention: false };
  return decision === 'paid'
    ? move({ ...decided, ...PAID, receipt }, 'decided_paid', PAID.grade, acting, by)
    : move({ ...decided, ...NOT_PAID }, 'decided_not_paid', NOT_PAID.failureCode, acting, by);
}

const PAID = { grade: 'reviewed', failureCode: null } as const;
const NOT_PAID = { grade: null, failureCode: 'decided_not_paid' } as const;
