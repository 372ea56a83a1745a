import { droppedLogLines } from '../log/boundedOutput';

/** One figure that a process keeps. Labels never name a phone, merchant, shortcode or payment. */
interface Metric {
  readonly type: 'counter' | 'histogram';
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly bucketsSeconds?: readonly number[];
  /** Where the figure is kept, for what is counted before there are metrics. */
  readonly source?: () => number;
}

/** Daraja answers in 0.3 to 25 s, so that the buckets reach further than for HTTP in. */
const DARAJA_BUCKETS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 25, 40];
const HTTP_BUCKETS_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 60];

/**
 * Every metric of ours. To add one, give it a row here and count it from `telemetry/events.ts`, so
 * that its log line and its figure come together.
 */
export const METRICS = {
  darajaRequests: {
    type: 'counter',
    name: 'hakika_daraja_requests_total',
    help: 'Requests to Daraja.',
    labels: ['operation', 'result'],
  },
  darajaRequestSeconds: {
    type: 'histogram',
    name: 'hakika_daraja_request_seconds',
    help: 'Time until Daraja answered or the request was given up.',
    labels: ['operation'],
    bucketsSeconds: DARAJA_BUCKETS_SECONDS,
  },
  httpRequests: {
    type: 'counter',
    name: 'hakika_http_requests_total',
    help: 'Requests to our listeners.',
    labels: ['route', 'method', 'status'],
  },
  httpRequestSeconds: {
    type: 'histogram',
    name: 'hakika_http_request_seconds',
    help: 'Time until the whole answer was handed over.',
    labels: ['route'],
    bucketsSeconds: HTTP_BUCKETS_SECONDS,
  },
  storeCommands: {
    type: 'counter',
    name: 'hakika_store_commands_total',
    help: 'Commands sent to the database; kind is read or write.',
    labels: ['kind', 'command'],
  },
  paymentsDecided: {
    type: 'counter',
    name: 'hakika_payments_decided_total',
    help: 'Payments that came to unresolved, needs_review, succeeded or failed.',
    labels: ['state'],
  },
  phoneBusy: {
    type: 'counter',
    name: 'hakika_phone_busy_total',
    help: 'Payments that had to wait for their phone, or were not prompted because of it.',
    labels: ['result', 'reason'],
  },
  webhookDeliveries: {
    type: 'counter',
    name: 'hakika_webhook_deliveries_total',
    help: 'Tries to deliver a webhook.',
    labels: ['result'],
  },
  callbacks: {
    type: 'counter',
    name: 'hakika_callbacks_total',
    help: 'What was POSTed to callback addresses, by what came of it.',
    labels: ['result'],
  },
  activityFailures: {
    type: 'counter',
    name: 'hakika_activity_failures_total',
    help: 'Activities that failed; the engine tries most of them again.',
    labels: ['activity'],
  },
  swept: {
    type: 'counter',
    name: 'hakika_swept_total',
    help: 'Payments at which the sweeper looked; started and told were repaired.',
    labels: ['result'],
  },
  connectionsEvicted: {
    type: 'counter',
    name: 'hakika_connections_evicted_total',
    help: 'Connections to a listener that were closed to make room for another.',
    labels: ['listener'],
  },
  logLinesDropped: {
    type: 'counter',
    name: 'hakika_log_lines_dropped_total',
    help: 'Log lines that could not be written, since their reader was too slow or the disk full.',
    labels: [],
    source: droppedLogLines,
  },
  messagesDropped: {
    type: 'counter',
    name: 'hakika_messages_dropped_total',
    help: 'Messages to workflows that could not be decoded.',
    labels: [],
  },
} as const satisfies Record<string, Metric>;
