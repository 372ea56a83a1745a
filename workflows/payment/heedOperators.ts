import { ApplicationFailure, currentUpdateInfo, setHandler } from '@temporalio/workflow';
import type { PaymentProgress } from '../../activities/payment/paymentProgress';
import type { Notice } from '../../domain/evidence/notice';
import { isId } from '../../domain/values/ids';
import { parseReceipt } from '../../domain/values/receipt';
import {
  askNow,
  attachReceipt,
  decideReview,
  type AttachReceipt,
  type DecideReview,
  type UpdateRefusal,
} from '../messages';
import type { Instructions } from './instructions';

interface Heeded {
  /** Null while the prompt is still being sent. */
  readonly progress: () => PaymentProgress | null;
  readonly hear: (notice: Notice) => void;
  readonly instructions: Instructions;
}

/**
 * Lets operators order what a payment's workflow does. A wrong order is refused before it enters
 * the workflow's history, as far as this run knows the payment; the domain looks at the stored
 * payment again. An order to ask is only noted. An instruction is answered with what it came to:
 * its handler waits for the round that carries it out, and the run does not end before that.
 */
export function heedOperators({ progress, hear, instructions }: Heeded): void {
  setHandler(
    askNow,
    () => {
      hear({ kind: 'ask_now' });
      return undefined;
    },
    {
      validator: (given: unknown) => {
        if (!isFromOperator(given)) throw refusal('malformed');
        if (progress()?.state === 'succeeded') throw refusal('already_decided');
      },
      description: 'An operator wants Safaricom asked at once.',
    },
  );
  setHandler(
    attachReceipt,
    ({ operatorId, reason, receipt }) => {
      const instruction = { kind: 'attach_receipt', operatorId, reason, receipt } as const;
      return instructions.follow({ ...instruction, instructionId: updateId() });
    },
    {
      validator: (given: unknown) => refuseWrongReceipt(given, progress()),
      description: 'An operator saw the receipt of a payment.',
    },
  );
  setHandler(
    decideReview,
    ({ operatorId, reason, decision, receipt }) => {
      const instruction = { kind: 'decide', operatorId, reason, decision, receipt } as const;
      return instructions.follow({ ...instruction, instructionId: updateId() });
    },
    {
      validator: (given: unknown) => {
        if (!isDecision(given)) throw refusal('malformed');
        const state = progress()?.state ?? 'needs_review';
        if (state !== 'needs_review') throw refusal('not_in_review');
      },
      description: 'An operator decides a payment that needs review.',
    },
  );
}

function refuseWrongReceipt(given: unknown, progress: PaymentProgress | null): void {
  if (!isReceipt(given)) throw refusal('malformed');
  if (progress?.state === 'created') throw refusal('never_prompted');
  const receipt = progress?.receipt ?? given.receipt;
  if (receipt !== given.receipt) throw refusal('other_receipt');
}

/** The id of the update names the instruction, also to a run that comes later. */
function updateId(): string {
  const info = currentUpdateInfo();
  if (info === undefined) throw new Error('An instruction comes by an update only.');
  return info.id;
}

/** A raw client of the engine can send anything. */
function isFromOperator(given: unknown): given is Record<string, unknown> {
  if (typeof given !== 'object' || given === null) return false;
  const { operatorId, reason } = given as Record<string, unknown>;
  const isOperator = typeof operatorId === 'string' && isId('operator', operatorId);
  return isOperator && typeof reason === 'string' && reason.trim() !== '';
}

function isReceipt(given: unknown): given is AttachReceipt {
  return isFromOperator(given) && isWholeReceipt(given['receipt']);
}

function isDecision(given: unknown): given is DecideReview {
  if (!isFromOperator(given)) return false;
  const { decision, receipt } = given;
  if (decision === 'paid') return isWholeReceipt(receipt);
  return decision === 'not_paid' && receipt === null;
}

/** As it is stored: in capitals and without blanks. */
function isWholeReceipt(value: unknown): boolean {
  return value !== null && value === parseReceipt(value);
}

function refusal(type: UpdateRefusal): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`The update is refused: ${type}`, type);
}
