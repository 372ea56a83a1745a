import type { Evidence } from '../../../domain/evidence/evidence';
import { decidePayment, type DecisionContext } from '../../../domain/payment/decide';
import { followInstruction } from '../../../domain/payment/followInstruction';
import type { Followed, Instruction } from '../../../domain/payment/instruction';
import type { Payment } from '../../../domain/payment/payment';
import type { OperatorId } from '../../../domain/values/ids';
import type { AmountCents } from '../../../domain/values/money';
import type { Receipt } from '../../../domain/values/receipt';
import { at, callback, contextWith, newId, query, RECEIPT } from './builders';
import { AFTER_MS, decideAll } from './decideAll';
import { promptedPayment } from './promptedPayment';

/* Payments that need review, and what operators say about them. */

export const ADA = newId('operator');
export const BEN = newId('operator');

export interface Said {
  readonly who?: OperatorId;
  readonly instructionId?: string;
  readonly context?: Partial<DecisionContext>;
  readonly nowMs?: number;
}

function told(payment: Payment, instruction: Instruction, { context, nowMs = AFTER_MS }: Said) {
  return followInstruction(payment, instruction, contextWith(context), at(nowMs));
}

function from({ who: operatorId = ADA, instructionId = newId('request') }: Said) {
  return { operatorId, instructionId, reason: 'Ticket 52: seen on the portal.' };
}

export function sayPaid(payment: Payment, receipt: Receipt = RECEIPT, said: Said = {}): Followed {
  return told(payment, { kind: 'decide', decision: 'paid', receipt, ...from(said) }, said);
}

export function sayNotPaid(payment: Payment, said: Said = {}): Followed {
  const instruction = { kind: 'decide', decision: 'not_paid', receipt: null } as const;
  return told(payment, { ...instruction, ...from(said) }, said);
}

export function attach(payment: Payment, receipt: Receipt = RECEIPT, said: Said = {}): Followed {
  return told(payment, { kind: 'attach_receipt', receipt, ...from(said) }, said);
}

/** A callback with another amount: a person must look. */
export function inReview(): Payment {
  const altered = callback('0', { amountCents: 100 as AmountCents });
  return decideAll(promptedPayment(), [{ evidence: [altered], nowMs: AFTER_MS }]);
}

/** Cancelled, and told as failed. */
export function refused(): Payment {
  return decideAll(promptedPayment(), [{ evidence: [callback('1032'), query('1032')] }]);
}

export function heard(
  payment: Payment,
  evidence: readonly Evidence[],
  context: Partial<DecisionContext> = {},
): Payment {
  return decidePayment(payment, evidence, contextWith(context), at(AFTER_MS + 60_000)).payment;
}

export const refusal = (kind: string) => ({ kind: 'refused', refusal: kind });
