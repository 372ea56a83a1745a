import { isHigherGrade } from '../evidence/evidence';
import type { Verdict } from '../evidence/judge';
import type { Acting } from '../machine/machine';
import type { Payment } from './payment';
import { move } from './transition';

export type PaidVerdict = Extract<Verdict, { kind: 'paid' }>;

/** A success of which more is known than before. */
export function improve(
  payment: Payment,
  { grade, receipt }: Pick<PaidVerdict, 'grade' | 'receipt'>,
  acting: Acting,
): Payment {
  const raised = isHigherGrade(grade, payment.grade);
  let next: Payment = {
    ...payment,
    receipt: payment.receipt ?? receipt,
    grade: raised ? grade : payment.grade,
  };
  if (raised) next = move(next, 'grade_raised', grade, acting);
  if (payment.receipt === null && receipt !== null) {
    next = move(next, 'receipt_attached', null, acting);
  }
  return next;
}
