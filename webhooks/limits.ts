/** Bounds of everything that a delivery does. Durations in milliseconds. */
export interface WebhookLimits {
  /** DNS, TCP and TLS together, over all addresses of the endpoint's name. */
  readonly connectTimeoutMs: number;
  /** How long an address has before the next one is tried beside it. */
  readonly addressHeadStartMs: number;
  /** How many addresses of one name are tried: its owner decides how many there are. */
  readonly addressesMax: number;
  /** Connections per endpoint, so that a slow one cannot eat our sockets. */
  readonly connectionsMax: number;
  /** How much of an answer is read before the connection is closed: no answer decides anything. */
  readonly answerBytesMax: number;
  /** How much of an answer's beginning is handed back, for people to look at. */
  readonly answerBytesKept: number;
  /** The longest wait that an endpoint may ask for. */
  readonly retryAfterMaxMs: number;
}

/** The limits of production. How long a whole try may take, its caller says. */
export const WEBHOOK_LIMITS: WebhookLimits = {
  connectTimeoutMs: 10_000,
  // RFC 8305 section 8.
  addressHeadStartMs: 250,
  addressesMax: 8,
  connectionsMax: 64,
  answerBytesMax: 64 * 1024,
  answerBytesKept: 1024,
  retryAfterMaxMs: 60 * 60 * 1000,
};
