import {
  type WithStartWorkflowOperation,
  type WorkflowClient,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  INSTRUCTION_REFUSALS,
  type InstructionRefusal,
  type InstructionResult,
} from '../domain/payment/instruction';
import { attachReceipt, decideReview } from '../workflows/messages';
import type { payment } from '../workflows';
import { nameMissingSetUp } from './notSetUp';
import type { InstructInput } from './ports';

type Start = WithStartWorkflowOperation<typeof payment>;

/**
 * Has a payment's workflow carry out what an operator wants; one that has ended is started again.
 * What the workflow refuses comes back as a refusal, like what the stored payment forbids.
 */
export async function instructPayment(
  workflow: WorkflowClient,
  input: InstructInput,
  startWorkflowOperation: Start,
): Promise<InstructionResult> {
  const { operatorId, instructionId: updateId, instruction } = input;
  const { kind: _kind, ...said } = instruction;
  try {
    return 'decision' in said
      ? await workflow.executeUpdateWithStart(decideReview, {
          ...{ updateId, args: [{ ...said, operatorId }], startWorkflowOperation },
        })
      : await workflow.executeUpdateWithStart(attachReceipt, {
          ...{ updateId, args: [{ ...said, operatorId }], startWorkflowOperation },
        });
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal !== null) return { kind: 'refused', refusal };
    throw nameMissingSetUp(error);
  }
}

function refusalIn(error: unknown): InstructionRefusal | null {
  if (!(error instanceof WorkflowUpdateFailedError)) return null;
  const { cause } = error;
  const type = cause instanceof ApplicationFailure ? cause.type : null;
  return INSTRUCTION_REFUSALS.find((refusal) => refusal === type) ?? null;
}
