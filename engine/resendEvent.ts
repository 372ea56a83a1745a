import {
  type WorkflowClient,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { resendWorkflowId, WORKFLOW_TYPES } from '../workflows/messages';
import { searchAttributes } from '../workflows/searchAttributes';
import { nameMissingSetUp } from './notSetUp';
import type { ResendInput } from './ports';

const { PENDING_ACTIVITY_STATE_SCHEDULED } = temporal.api.enums.v1.PendingActivityState;

/** The shortest wait that a timer of the engine knows. */
const AT_ONCE_MS = 1;
/** Longer than a delivery under way can take, so that two are never sent at once. */
const AFTER_DELIVERY_MS = 20_000;

/**
 * Starts the delivery of an event that was asked for. One workflow id for each event, so that two
 * who ask at once send it once.
 */
export async function resendEvent(
  workflow: WorkflowClient,
  taskQueue: string,
  event: ResendInput,
): Promise<void> {
  const start = (delayMs: number, workflowIdConflictPolicy: WorkflowIdConflictPolicy) =>
    workflow.start(WORKFLOW_TYPES.webhook, {
      workflowId: resendWorkflowId(event.eventId),
      taskQueue,
      args: [{ ...event, delayMs }],
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      workflowIdConflictPolicy,
      typedSearchAttributes: [{ key: searchAttributes.merchantId, value: event.merchantId }],
      staticSummary: 'Deliver an event again, as its merchant asked',
    });
  try {
    await start(AT_ONCE_MS, WorkflowIdConflictPolicy.FAIL);
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw nameMissingSetUp(error);
    const replacement = await replacementOf(workflow, event);
    if (replacement === null) return;
    await start(replacement.delayMs, WorkflowIdConflictPolicy.TERMINATE_EXISTING);
  }
}

/** Started, timer, timer fired, and the tasks between: the next event is the delivery. */
const EVENTS_BEFORE_DELIVERY = 9;

/**
 * What is to take the place of the delivery that was asked for before, and when it begins; null
 * where that one has still to send, so that it does what is asked for now.
 */
async function replacementOf(
  workflow: WorkflowClient,
  { eventId }: ResendInput,
): Promise<{ readonly delayMs: number } | null> {
  const handle = workflow.getHandle(resendWorkflowId(eventId));
  const { raw, historyLength, status } = await handle.describe();
  // It has ended since.
  if (status.name !== 'RUNNING') return { delayMs: AT_ONCE_MS };
  const [delivery] = raw.pendingActivities ?? [];
  if (delivery?.state === PENDING_ACTIVITY_STATE_SCHEDULED) {
    // It may wait hours for its next try, and who asks again wants it now.
    return (delivery.attempt ?? 1) > 1 ? { delayMs: AT_ONCE_MS } : null;
  }
  if (delivery === undefined && historyLength <= EVENTS_BEFORE_DELIVERY) return null;
  // It is being sent, or was: perhaps before the event was made to wait again.
  return { delayMs: AFTER_DELIVERY_MS };
}
