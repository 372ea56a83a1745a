import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';
import { FATAL_FAILURE_NAMES } from '../domain/values/fatalFailures';

/**
 * A push must never be sent twice, so it is tried once; the time limit lies above those of the
 * HTTP exchange and of the writes around it.
 */
export const PUSH_ONCE: ActivityOptions = {
  startToCloseTimeout: '60 seconds',
  retry: { maximumAttempts: 1 },
};

/**
 * One short question to Safaricom, on the spot, and what it says stored; repeated while the store
 * is unavailable. What Safaricom does not answer is polled for.
 */
export const QUICK_LOOK: LocalActivityOptions = {
  startToCloseTimeout: '20 seconds',
  retry: {
    initialInterval: '200 milliseconds',
    maximumInterval: '10 seconds',
    nonRetryableErrorTypes: [...FATAL_FAILURE_NAMES],
  },
};

/** Asking until there is an answer, at intervals that the activity names. */
export const PATIENT_READ: ActivityOptions = {
  startToCloseTimeout: '20 seconds',
  scheduleToCloseTimeout: '75 seconds',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 1.5, maximumInterval: '20 seconds' },
  priority: { priorityKey: 4 },
};

/** Our own database: safe to repeat, and repeated until it is back. */
export const OWN_STORE: LocalActivityOptions = {
  startToCloseTimeout: '8 seconds',
  retry: {
    initialInterval: '200 milliseconds',
    maximumInterval: '10 seconds',
    nonRetryableErrorTypes: [...FATAL_FAILURE_NAMES],
  },
};

/** Ending the work on a payment that a broken rule has stopped: a few tries, then as it is. */
export const STOPPING: LocalActivityOptions = {
  startToCloseTimeout: '8 seconds',
  retry: {
    initialInterval: '200 milliseconds',
    maximumAttempts: 5,
    nonRetryableErrorTypes: [...FATAL_FAILURE_NAMES],
  },
};

/** The first delivery of an event, on the spot; one that fails gets a workflow of its own. */
export const FIRST_DELIVERY: LocalActivityOptions = {
  startToCloseTimeout: '6 seconds',
  retry: { maximumAttempts: 1 },
};

/** About three days of deliveries, at intervals that the activity names. */
export const LATER_DELIVERIES: ActivityOptions = {
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '76 hours',
  retry: { initialInterval: '5 seconds', nonRetryableErrorTypes: ['EndpointGone'] },
};

/** One page of the sweep. What breaks is made good by the next sweep. */
export const SWEEP_PAGE: ActivityOptions = {
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '60 seconds',
  retry: { maximumAttempts: 3 },
};
