/** The driver's own errors for a server that it cannot reach, or not in time. */
const AWAY_NAMES =
  /^Mongo(?:Network|Server(?:Selection|Closed)|NotConnected|Pool|Topology|Stale|Operation|Write)/;

/**
 * A server's answers when it is not the primary, no longer, or stopping, as in every failover: the
 * codes after which a driver may retry (MongoDB specifications, Retryable Writes).
 */
const AWAY_CODES: ReadonlySet<unknown> = new Set([
  6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436,
]);

/** Whether the database is out of reach for now, so that the same call may work a little later. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error) || !error.name.startsWith('Mongo')) return false;
  return AWAY_NAMES.test(error.name) || ('code' in error && AWAY_CODES.has(error.code));
}
