import { types } from 'node:util';

const CAUSES_MAX = 3;
/** Room for a list of all that is wrong with a configuration. */
const TEXT_MAX = 4_000;

export interface SerializedError {
  readonly type: string;
  readonly code?: string;
  readonly rule?: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: SerializedError;
}

/**
 * The text of an error, safe to show. A SyntaxError of `JSON.parse` quotes the input that it could
 * not read, and that input is somebody's request.
 */
export function messageOf(error: Error): string {
  if (error.name === 'SyntaxError') return 'syntax error in the input';
  return error.message.slice(0, TEXT_MAX);
}

/** The frames alone: the first lines of `stack` repeat the message, whatever it quotes. */
function framesOf(error: Error): string | undefined {
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return frames && frames.length > 0 ? frames.join('\n') : undefined;
}

/** By Node's own mark too, since errors of another realm are no instances of our `Error`. */
export function isError(thrown: unknown): thrown is Error {
  return thrown instanceof Error || types.isNativeError(thrown);
}

function textAt(error: object, key: 'code' | 'rule'): string | undefined {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/**
 * Type, code, message and stack of an error, and the same without a stack for its causes. Every
 * other property is left out: libraries hang requests, bodies and whole documents on their errors.
 */
export function serializeError(thrown: unknown, depth = 0): SerializedError {
  if (!isError(thrown)) return { type: typeof thrown, message: '[not an error]' };
  const code = textAt(thrown, 'code');
  const rule = textAt(thrown, 'rule');
  const stack = depth === 0 ? framesOf(thrown) : undefined;
  const hasCause = isError(thrown.cause) && depth < CAUSES_MAX;
  return {
    type: thrown.name,
    ...(code === undefined ? {} : { code }),
    ...(rule === undefined ? {} : { rule }),
    message: messageOf(thrown),
    ...(stack === undefined ? {} : { stack }),
    ...(hasCause ? { cause: serializeError(thrown.cause, depth + 1) } : {}),
  };
}
