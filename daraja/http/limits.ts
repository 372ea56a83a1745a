import type { ConnectLimits } from './raceAddresses';

/** Bounds of everything the client does. Durations in milliseconds. */
export interface DarajaLimits extends ConnectLimits {
  /** A whole push: the token, the request, and one replay where the token was refused. */
  readonly pushTimeoutMs: number;
  /** A whole query or status request, counted likewise. */
  readonly queryTimeoutMs: number;
  /** One token request, which many callers may be waiting for. */
  readonly tokenTimeoutMs: number;
  /**
   * How long an idle connection is kept. Short, because a push written to a connection that the
   * gateway is just closing counts as maybe sent and leaves its payment unresolved.
   */
  readonly keepAliveTimeoutMs: number;
  /** Connections per environment, so that a slow Daraja cannot eat our sockets. */
  readonly connectionsMax: number;
  /** A longer answer, packed or unpacked, is given up: Daraja's are under 2 KiB. */
  readonly responseBytesMax: number;
}

/** The limits of production. */
export const DARAJA_LIMITS: DarajaLimits = {
  connectTimeoutMs: 5_000,
  // RFC 8305 section 8.
  addressHeadStartMs: 250,
  addressesMax: 8,
  pushTimeoutMs: 25_000,
  queryTimeoutMs: 10_000,
  tokenTimeoutMs: 8_000,
  keepAliveTimeoutMs: 4_000,
  connectionsMax: 64,
  responseBytesMax: 64 * 1024,
};
