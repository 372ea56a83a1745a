import { METRICS } from '../../telemetry/metrics/catalogue';
import { literal, page, table } from './page';

/** docs/generated/metrics.md, from the catalogue of telemetry/metrics/catalogue.ts. */
export function metricsPage(): string {
  const rows = Object.values(METRICS).map(({ name, type, labels, help }) => [
    literal(name),
    type,
    labels.map(literal).join(', ') || 'none',
    help,
  ]);
  return page(
    'Metrics',
    'Made from `METRICS` in `telemetry/metrics/catalogue.ts`: what the API and the worker count, ' +
      "beside Node's own figures, on `/metrics` of their operations listeners. Durations are in " +
      'seconds. No label names a phone, a merchant, a shortcode or a payment.',
    table(['name', 'type', 'labels', 'meaning'], rows),
  );
}
