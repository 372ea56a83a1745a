import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { Logger } from '../telemetry/log/logger';

/** Sends the SDK's own log lines to ours. Once per process, before any connection. */
export function installRuntime(log: Logger): void {
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      const name = level === 'ERROR' ? 'error' : 'warn';
      const { error, ...fields } = meta ?? {};
      log[name]({ ...fields, err: error as unknown }, `temporal: ${message}`);
    }),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN' }), forward: {} },
    },
    // Stopping is ours: workers first, then the store that they write to.
    shutdownSignals: [],
  });
}
