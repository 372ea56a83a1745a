import { createServer, type RequestListener, type Server } from 'node:http';
import { Server as TcpServer, type AddressInfo } from 'node:net';
import type { Logger } from '../../telemetry/log/logger';
import { Connections } from './connections';
import { answerUnreadable } from './unreadableRequest';

export interface ListenerLimits {
  /** From the first byte of a request to the end of its headers. */
  readonly headersTimeoutMs: number;
  /**
   * How long a connection may be open with nothing being asked on it, before a first request or
   * between two: longer than the 60 s of common load balancers, which must be the ones to close.
   */
  readonly idleTimeoutMs: number;
  readonly checkEveryMs: number;
  readonly maxConnections: number;
  /** How long a caller that was told off may take to read why. */
  readonly lingerMs: number;
  /** At a stop: how long an idle connection may still bring a request. */
  readonly idleGraceMs: number;
  /** At a stop: how long requests may take to be handled, before they are cut. */
  readonly handlerGraceMs: number;
}

/** docs/architecture.md, "The three listeners", says what these mean to who stands in front. */
export const LISTENER_LIMITS: ListenerLimits = {
  headersTimeoutMs: 10_000,
  idleTimeoutMs: 75_000,
  checkEveryMs: 1_000,
  maxConnections: 5_000,
  lingerMs: 1_000,
  idleGraceMs: 500,
  handlerGraceMs: 15_000,
};

const MAX_REQUESTS_PER_SOCKET = 10_000;
const LOOK_EVERY_MS = 20;

export interface Listener {
  readonly port: number;
  /** Takes no more connections, lets running requests end, says `Connection: close` meanwhile. */
  close(): Promise<void>;
}

export interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  /** The longest that a whole request may take to arrive. */
  readonly requestTimeoutMs: number;
  readonly log: Logger;
  readonly limits?: Partial<ListenerLimits>;
  /** Told of each connection that had to make room for another. */
  readonly onEvicted?: () => void;
}

/** Listens with bounds on slow, silent, endless and too many connections. */
export async function listen(app: RequestListener, options: ListenerOptions): Promise<Listener> {
  const limits = { ...LISTENER_LIMITS, ...options.limits };
  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: options.requestTimeoutMs,
      connectionsCheckingInterval: limits.checkEveryMs,
      keepAliveTimeout: limits.idleTimeoutMs,
      // Checked by `requireHost`, which answers with a problem; Node would answer with nothing.
      requireHostHeader: false,
    },
    app,
  );
  // An expectation that nobody knows may be passed over (RFC 9110, section 10.1.1).
  server.on('checkExpectation', (...exchange) => server.emit('request', ...exchange));
  server.timeout = limits.idleTimeoutMs;
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_SOCKET;
  const { maxConnections } = limits;
  const onEvicted = options.onEvicted ?? (() => undefined);
  const connections = new Connections(server, { maxConnections, onEvicted });
  answerUnreadable(server, { connections, log: options.log, lingerMs: limits.lingerMs });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, options.host, resolve);
  });
  // Node's own timer starts again with every byte, even of empty lines that ask for nothing.
  const endQuiet = () => connections.endQuiet(limits.idleTimeoutMs + limits.headersTimeoutMs);
  const sweep = setInterval(endQuiet, limits.checkEveryMs).unref();
  const { port } = server.address() as AddressInfo;
  let closing: Promise<void> | null = null;
  return {
    port,
    close: () => {
      clearInterval(sweep);
      closing ??= closeGently(server, connections, limits);
      return closing;
    },
  };
}

async function closeGently(
  server: Server,
  connections: Connections,
  limits: ListenerLimits,
): Promise<void> {
  const closed = new Promise((resolve) => server.once('close', resolve));
  connections.beginClosing();
  // Not HTTP's own `close`, which cuts idle connections at once, on which a request may be coming.
  TcpServer.prototype.close.call(server);
  const deadlineMs = performance.now() + limits.handlerGraceMs;
  while (performance.now() < deadlineMs) {
    connections.endQuiet(limits.idleGraceMs);
    if (connections.isEmpty() && connections.hasNoWork()) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  connections.destroyAll();
  await closed;
  // Only to end the timer of HTTP's own checks: the server listens no longer.
  server.close(() => undefined);
}
