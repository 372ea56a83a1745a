import type { temporal } from '@temporalio/proto';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** What one run of a workflow cost the engine. */
export interface HistoryCost {
  readonly events: number;
  /** Billed Actions by Temporal's published list: local activities of one task are one. */
  readonly actions: number;
}

/** Counts a history's events and Actions. */
export function costOf(events: readonly HistoryEvent[]): HistoryCost {
  let actions = 0;
  let markersOfThisTask = 0;
  for (const event of events) {
    if (event.workflowTaskCompletedEventAttributes) markersOfThisTask = 0;
    if (event.markerRecordedEventAttributes?.markerName === 'core_local_activity') {
      if (markersOfThisTask === 0) actions += 1;
      markersOfThisTask += 1;
    } else {
      actions += actionsOf(event);
    }
  }
  return { events: events.length, actions };
}

function actionsOf(event: HistoryEvent): number {
  if (event.activityTaskStartedEventAttributes) {
    return event.activityTaskStartedEventAttributes.attempt ?? 1;
  }
  if (event.startChildWorkflowExecutionInitiatedEventAttributes) return 2;
  const billed =
    event.workflowExecutionStartedEventAttributes ??
    event.timerStartedEventAttributes ??
    event.workflowExecutionSignaledEventAttributes ??
    event.upsertWorkflowSearchAttributesEventAttributes ??
    event.markerRecordedEventAttributes;
  return billed ? 1 : 0;
}
