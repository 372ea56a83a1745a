import { createLogger, type Logger } from '../../telemetry/log/logger';

/** A log that a test can search: what would have been written, line by line. */
export function memoryLog(): { readonly log: Logger; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { log: createLogger({ service: 'test', level: 'debug', destination }), lines };
}
