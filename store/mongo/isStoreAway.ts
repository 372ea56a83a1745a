import { types } from 'node:util';

/** The driver's own errors for a server that it cannot reach, or not in time. */
const AWAY_NAMES = new RegExp(
  '^Mongo(?:ose)?(?:Network|Server(?:Selection|Closed)|NotConnected|Pool|Topology|Stale|' +
    'Operation|Write)',
);

/**
 * A server's answers when it is not the primary, no longer, or stopping, as in every failover: the
 * codes after which a driver may retry (MongoDB specifications, Retryable Writes).
 */
const AWAY_CODES: ReadonlySet<unknown> = new Set([
  6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436,
]);

/** What the system says of a connection that broke while the driver was using it. */
const BROKEN_CONNECTION: ReadonlySet<unknown> = new Set([
  ...['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ECONNABORTED', 'ETIMEDOUT', 'EHOSTUNREACH'],
  ...['ENETUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'ENOTFOUND', 'EAI_AGAIN', 'ERR_STREAM_DESTROYED'],
  ...['ERR_STREAM_WRITE_AFTER_END', 'ERR_STREAM_PREMATURE_CLOSE'],
]);

const CAUSES_MAX = 4;

/**
 * Whether the database is out of reach for now, so that the same call may work a little later. Only
 * for errors of a store's own calls: a connection that broke is a plain system error, and could be
 * anybody's.
 */
export function isStoreAway(error: unknown): boolean {
  let cause = error;
  for (let depth = 0; depth < CAUSES_MAX && isError(cause); depth += 1) {
    const code = 'code' in cause ? cause.code : undefined;
    if (BROKEN_CONNECTION.has(code)) return true;
    if (cause.name.startsWith('Mongo') && (AWAY_NAMES.test(cause.name) || AWAY_CODES.has(code))) {
      return true;
    }
    cause = cause.cause;
  }
  return false;
}

/** By Node's own mark too: a system error may be of another realm than this module. */
function isError(thrown: unknown): thrown is Error {
  return thrown instanceof Error || types.isNativeError(thrown);
}
