import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';

/** Failures that no repetition mends: they stop the payment and call a person. */
export const FATAL_FAILURES = ['InvariantError', 'CorruptPaymentError', 'UnknownKeyError'];

/**
 * A push must never be sent twice, so it is tried once; the time limit lies above those of the
 * HTTP exchange and of the writes around it.
 */
export const PUSH_ONCE: ActivityOptions = {
  startToCloseTimeout: '60 seconds',
  retry: { maximumAttempts: 1 },
};

/**
 * One short look at Safaricom, on the spot, and what it says stored; repeated while the store is
 * away. What Safaricom does not answer is polled for.
 */
export const QUICK_LOOK: LocalActivityOptions = {
  startToCloseTimeout: '20 seconds',
  retry: {
    initialInterval: '200 milliseconds',
    maximumInterval: '10 seconds',
    nonRetryableErrorTypes: FATAL_FAILURES,
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
    nonRetryableErrorTypes: FATAL_FAILURES,
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
