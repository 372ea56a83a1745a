import type { InstructionRefusal } from '../../../domain/payment/instruction';
import { AppError, type ErrorCode } from '../../http/errors';

type Said = readonly [code: ErrorCode, publicMessage: string, remedy: string];

/** What an operator is told when an instruction is not carried out. */
const REFUSALS: Readonly<Record<InstructionRefusal, Said>> = {
  malformed: ['invalid_request', 'The instruction is not complete.', 'Send every field.'],
  never_prompted: [
    'conflict',
    'Nobody was prompted for this payment.',
    'Look at its timeline: no money can have come by a prompt of ours.',
  ],
  other_receipt: [
    'conflict',
    'The payment has another receipt.',
    'Look at the payment: a receipt never changes.',
  ],
  receipt_taken: [
    'receipt_taken',
    'Another payment holds this receipt.',
    'Search payments by the receipt: money is credited once.',
  ],
  not_in_review: [
    'not_in_review',
    'The payment is not in needs_review.',
    'Look at the payment: there is nothing for a person to decide.',
  ],
  prompt_open: [
    'conflict',
    'The customer may still answer the prompt.',
    'Wait for three minutes after the prompt, then decide.',
  ],
  second_operator_needed: [
    'second_operator_needed',
    'You proposed this already, and this sum takes two operators.',
    'Have another operator send the same decision and receipt.',
  ],
  other_proposal: [
    'conflict',
    'Another operator proposed another decision or receipt.',
    'Look at the proposal and agree with its operator, who can replace it; it lapses in a day.',
  ],
};

export function refusalError(refusal: InstructionRefusal): AppError {
  const [code, publicMessage, remedy] = REFUSALS[refusal];
  return new AppError(code, { publicMessage, remedy });
}
