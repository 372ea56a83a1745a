import type { ReviewDecision } from '../evidence/evidence';
import type { OperatorId } from '../values/ids';
import type { Receipt } from '../values/receipt';
import type { Payment } from './payment';

/** Who instructs, and why. */
interface FromOperator {
  /** Names the instruction: one that comes again is carried out once. */
  readonly instructionId: string;
  readonly operatorId: OperatorId;
  readonly reason: string;
}

/** An operator saw a receipt. */
export interface AttachInstruction extends FromOperator {
  readonly kind: 'attach_receipt';
  readonly receipt: Receipt;
}

/** An operator decides a payment that needs review. `paid` has a receipt. */
export interface DecideInstruction extends FromOperator {
  readonly kind: 'decide';
  readonly decision: ReviewDecision;
  readonly receipt: Receipt | null;
}

/** What an operator tells a payment's workflow to do beside asking. */
export type Instruction = AttachInstruction | DecideInstruction;

export const INSTRUCTION_REFUSALS = [
  /** Sent by a raw client of the engine: it is not what an instruction is. */
  'malformed',
  'never_prompted',
  /** The payment has another receipt. */
  'other_receipt',
  /** Another money record holds the receipt. */
  'receipt_taken',
  'not_in_review',
  /** The customer may still answer the prompt. */
  'prompt_open',
  /** The same operator proposed it before, and one alone does not decide this sum. */
  'second_operator_needed',
  /** Another operator proposed another decision, or another receipt. */
  'other_proposal',
] as const;

export type InstructionRefusal = (typeof INSTRUCTION_REFUSALS)[number];

export type InstructionResult =
  | { readonly kind: 'attached' | 'proposed' | 'decided' }
  | { readonly kind: 'refused'; readonly refusal: InstructionRefusal };

/** The payment as it is to become, the same object where it stays, and what to answer. */
export interface Followed {
  readonly payment: Payment;
  readonly result: InstructionResult;
}
