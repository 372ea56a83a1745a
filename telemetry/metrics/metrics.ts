import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { METRICS } from './catalogue';

type Catalogue = typeof METRICS;

type Label<K extends keyof Catalogue> = Catalogue[K]['labels'][number];

type Made<K extends keyof Catalogue> = Catalogue[K]['type'] extends 'counter'
  ? Counter<Label<K>>
  : Histogram<Label<K>>;

/** What a process counts, by the names of the catalogue. */
export type Metrics = { readonly [K in keyof Catalogue]: Made<K> } & {
  readonly registry: Registry;
};

/** Makes the metrics of one process in a registry of its own, with Node's own figures beside. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const made = Object.entries(METRICS).map(([key, metric]) => [key, metricIn(registry, metric)]);
  return { ...(Object.fromEntries(made) as Metrics), registry };
}

function metricIn(registry: Registry, metric: Catalogue[keyof Catalogue]) {
  const { name, help } = metric;
  const options = { name, help, labelNames: [...metric.labels], registers: [registry] };
  if (metric.type === 'histogram') {
    return new Histogram({ ...options, buckets: [...metric.bucketsSeconds] });
  }
  if (!('source' in metric)) return new Counter(options);
  const { source } = metric;
  return new Counter({
    ...options,
    collect() {
      this.reset();
      this.inc(source());
    },
  });
}
