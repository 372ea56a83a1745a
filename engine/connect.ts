import { Connection } from '@temporalio/client';

/**
 * How the client comes back after an outage. Left alone, its waits between two tries double up to
 * two minutes, so that the first payment after a long outage is refused minutes too long.
 */
const RECONNECT = {
  'grpc.initial_reconnect_backoff_ms': 250,
  'grpc.max_reconnect_backoff_ms': 2_000,
  // A server that comes back elsewhere under its old name is looked up again as soon.
  'grpc.dns_min_time_between_resolutions_ms': 2_000,
  // A host that vanished without a word is noticed by this; Temporal refuses less than 10 s.
  'grpc.keepalive_time_ms': 15_000,
  'grpc.keepalive_timeout_ms': 5_000,
};

/** A connection that is made when it is first needed, and made again soon after any outage. */
export function connectEngine(address: string): Connection {
  return Connection.lazy({ address, channelArgs: RECONNECT });
}
