import { Counter, type Registry } from 'prom-client';

/** The figures of a process at its edges, whatever business it does. */
export function processMetrics(registry: Registry): {
  readonly connectionsEvicted: Counter<'listener'>;
} {
  return {
    connectionsEvicted: new Counter({
      name: 'hakika_connections_evicted_total',
      help: 'Connections to a listener that were closed to make room for another.',
      labelNames: ['listener'],
      registers: [registry],
    }),
  };
}
