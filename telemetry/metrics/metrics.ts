import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { processMetrics } from './processMetrics';

/** Seconds: Daraja answers in 0.3 to 25 s, so that the buckets reach further than for HTTP in. */
const DARAJA_BUCKETS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 25, 40];
const HTTP_BUCKETS_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 60];

function counter<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[],
): Counter<Label> {
  return new Counter({ name, help, labelNames, registers: [registry] });
}

function histogram<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[],
  buckets: readonly number[],
): Histogram<Label> {
  return new Histogram({ name, help, labelNames, buckets: [...buckets], registers: [registry] });
}

function metricsIn(registry: Registry) {
  return {
    registry,
    darajaRequests: counter(registry, 'hakika_daraja_requests_total', 'Requests to Daraja.', [
      'operation',
      'outcome',
    ]),
    darajaRequestSeconds: histogram(
      registry,
      'hakika_daraja_request_seconds',
      'Time until Daraja answered or the request was given up.',
      ['operation'],
      DARAJA_BUCKETS_SECONDS,
    ),
    httpRequests: counter(registry, 'hakika_http_requests_total', 'Requests to our listeners.', [
      'route',
      'method',
      'status',
    ]),
    httpRequestSeconds: histogram(
      registry,
      'hakika_http_request_seconds',
      'Time until the whole answer was handed over.',
      ['route'],
      HTTP_BUCKETS_SECONDS,
    ),
    storeCommands: counter(
      registry,
      'hakika_store_commands_total',
      'Commands sent to the database; kind is read or write.',
      ['kind', 'command'],
    ),
    paymentsSettled: counter(
      registry,
      'hakika_payments_settled_total',
      'Payments that reached a state by verdict.',
      ['state'],
    ),
    webhookDeliveries: counter(
      registry,
      'hakika_webhook_deliveries_total',
      'Tries to deliver a webhook.',
      ['outcome'],
    ),
    ...processMetrics(registry),
    callbacks: counter(registry, 'hakika_callbacks_total', 'Callbacks received.', ['outcome']),
  };
}

/** What a process counts. Labels never name a phone, a merchant, a shortcode or a payment. */
export type Metrics = ReturnType<typeof metricsIn>;

/** Makes the metrics of one process in a registry of its own, with Node's own figures beside. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return metricsIn(registry);
}
