import {
  type WithStartWorkflowOperation,
  type WorkflowClient,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { askNow, type AskNow, type UpdateRefusal } from '../workflows/messages';
import type { payment } from '../workflows';
import { nameMissingSetUp } from './notSetUp';
import type { AskResult } from './ports';

interface Order {
  readonly ask: AskNow;
  /** The same id is the same order, however often it is sent. */
  readonly updateId: string;
  readonly start: WithStartWorkflowOperation<typeof payment>;
}

/** Has a payment's workflow ask Safaricom at once; one that has ended is started again. */
export async function askPayment(
  workflow: WorkflowClient,
  { ask, updateId, start }: Order,
): Promise<AskResult> {
  try {
    await workflow.executeUpdateWithStart(askNow, {
      updateId,
      args: [ask],
      startWorkflowOperation: start,
    });
    return 'asked';
  } catch (error) {
    if (refusalIn(error) === 'already_decided') return 'already_decided';
    throw nameMissingSetUp(error);
  }
}

function refusalIn(error: unknown): UpdateRefusal | null {
  if (!(error instanceof WorkflowUpdateFailedError)) return null;
  const { cause } = error;
  return cause instanceof ApplicationFailure ? (cause.type as UpdateRefusal) : null;
}
