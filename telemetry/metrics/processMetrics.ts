import { Counter, type Registry } from 'prom-client';
import { droppedLogLines } from '../log/boundedOutput';

/** The figures of a process at its edges, whatever business it does. */
export function processMetrics(registry: Registry): {
  readonly connectionsEvicted: Counter<'listener'>;
  readonly logLinesDropped: Counter;
} {
  return {
    connectionsEvicted: new Counter({
      name: 'hakika_connections_evicted_total',
      help: 'Connections to a listener that were closed to make room for another.',
      labelNames: ['listener'],
      registers: [registry],
    }),
    logLinesDropped: new Counter({
      name: 'hakika_log_lines_dropped_total',
      help: 'Log lines that were dropped: their reader was too slow, or the disk full.',
      registers: [registry],
      // Counted where the log is written, which is set up before any metric.
      collect() {
        this.reset();
        this.inc(droppedLogLines());
      },
    }),
  };
}
