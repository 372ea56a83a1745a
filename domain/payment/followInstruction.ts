import type { StepBy } from '../machine/history';
import type { Acting } from '../machine/machine';
import { attachReceipt } from './attachReceipt';
import type { DecisionContext } from './decide';
import type { Followed, Instruction } from './instruction';
import type { Payment } from './payment';
import { decideReview } from './review';
import type { PaymentStep } from './state';

const DONE_BY: Readonly<Partial<Record<PaymentStep, 'attached' | 'proposed' | 'decided'>>> = {
  receipt_shown: 'attached',
  decision_proposed: 'proposed',
  decided_paid: 'decided',
  decided_not_paid: 'decided',
};

/**
 * Carries an instruction out, or says why not. Pure; stored by compare-and-set, so that of an
 * instruction and a callback that race only one is written over the payment that both have seen.
 */
export function followInstruction(
  payment: Payment,
  instruction: Instruction,
  context: DecisionContext,
  acting: Acting,
): Followed {
  const { instructionId, operatorId, reason } = instruction;
  const known = payment.history.find(({ by }) => by?.instructionId === instructionId);
  const done = known && DONE_BY[known.step];
  if (done !== undefined) return { payment, result: { kind: done } };
  const by: StepBy = { instructionId, operatorId, reason };
  return instruction.kind === 'attach_receipt'
    ? attachReceipt(payment, instruction.receipt, { context, acting, by })
    : decideReview(payment, instruction, { context, acting, by });
}
