import { openReceipt } from '../evidence/operatorReceipt';
import type { StepBy } from '../machine/history';
import type { Acting } from '../machine/machine';
import type { Receipt } from '../values/receipt';
import type { DecisionContext } from './decide';
import type { Followed, InstructionRefusal } from './instruction';
import { promptedAtMs, type Payment } from './payment';
import { isLegal } from './state';
import { move } from './transition';

interface Attaching {
  readonly context: Pick<DecisionContext, 'canAskStatus' | 'receiptTaken'>;
  readonly acting: Acting;
  readonly by: StepBy;
}

/** Why a receipt cannot be attached, or null. `isTaken`: another money record holds it. */
export function attachRefusal(
  payment: Payment,
  receipt: Receipt,
  isTaken: boolean,
): InstructionRefusal | null {
  if (promptedAtMs(payment) === null) return 'never_prompted';
  if (payment.receipt !== null && payment.receipt !== receipt) return 'other_receipt';
  return isTaken ? 'receipt_taken' : null;
}

/**
 * Notes a receipt that an operator saw. It moves no money by itself: Transaction Status is asked
 * about it, and where that cannot be asked a person must decide. What had failed is with a person
 * until then, because nobody may be told meanwhile that asking again is safe.
 */
export function attachReceipt(
  payment: Payment,
  receipt: Receipt,
  { context, acting, by }: Attaching,
): Followed {
  const refusal = attachRefusal(payment, receipt, context.receiptTaken);
  if (refusal !== null) return { payment, result: { kind: 'refused', refusal } };
  const result = { kind: 'attached' } as const;
  const isKnown = payment.receipt !== null || openReceipt(payment.evidence)?.receipt === receipt;
  if (isKnown) return { payment, result };
  const { operatorId } = by;
  const evidenceId = acting.host.newId('evidence');
  const fact = { kind: 'operator_receipt', evidenceId, atMs: acting.nowMs, receipt } as const;
  const evidence = [...payment.evidence, { ...fact, operatorId }];
  const shown = move({ ...payment, evidence }, 'receipt_shown', null, acting, by);
  return { payment: doubted(shown, context.canAskStatus, acting), result };
}

/** What the receipt changes before anybody has been asked about it. */
function doubted(payment: Payment, canAskStatus: boolean, acting: Acting): Payment {
  const flagged = { ...payment, needsAttention: true };
  const detail = canAskStatus ? 'receipt_unverified' : 'receipt_unverifiable';
  if (payment.state === 'failed') {
    return move({ ...flagged, failureCode: null }, 'late_conflict', detail, acting);
  }
  if (canAskStatus || payment.state === 'succeeded') return payment;
  if (!isLegal(payment.state, 'evidence_conflicts')) return flagged;
  return move(flagged, 'evidence_conflicts', detail, acting);
}
