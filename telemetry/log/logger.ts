import pino, { type DestinationStream } from 'pino';
import { maskJsonLine } from '../redaction/lastResortMask';
import { standardOutput } from './boundedOutput';
import { isError, messageOf, serializeError } from './serializeError';

export type Logger = pino.Logger;

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggerOptions {
  /** The process that speaks, such as `api` or `worker`. */
  readonly service: string;
  readonly level: LogLevel;
  /** Where lines go; standard output when left out. */
  readonly destination?: DestinationStream;
}

function errorIn(first: unknown): Error | null {
  if (isError(first)) return first;
  if (typeof first !== 'object' || first === null) return null;
  const err: unknown = Reflect.get(first, 'err');
  return isError(err) ? err : null;
}

/** Errors under any name: JSON would show what hangs on them and leave out what they say. */
function withErrorsSerialized(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) =>
      key === 'err' || isError(value) ? [key, serializeError(value)] : [key, value],
    ),
  );
}

/**
 * Makes the log of one process: JSON lines with an ISO time and the level by name. Neither process
 * id nor host name is written, since the collector knows them better.
 */
export function createLogger(options: LoggerOptions): Logger {
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: { service: options.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: withErrorsSerialized },
    // In place of pino's own, which would take what is serialised already for an error of its own.
    serializers: { err: (value: unknown) => (isError(value) ? serializeError(value) : value) },
    hooks: {
      logMethod(args, method) {
        // Left alone, pino repeats the message of a bare error unserialised as the line's text.
        const error = args.length === 1 ? errorIn(args[0]) : null;
        if (!error) return method.apply(this, args);
        const fields = args[0] === error ? { err: error } : args[0];
        return method.apply(this, [fields, messageOf(error)]);
      },
      streamWrite: maskJsonLine,
    },
  };
  return pino(settings, options.destination ?? standardOutput());
}
