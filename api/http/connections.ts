import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Whether the caller itself let the connection go on after the answer. */
  readonly keepsAlive: boolean;
}

interface Connection {
  readonly socket: Socket;
  /** What was asked on it and is not answered, oldest first. */
  readonly exchanges: Set<Exchange>;
  quietSinceMs: number;
  bytesSeen: number;
}

interface ConnectionLimits {
  readonly maxConnections: number;
  readonly onEvicted: () => void;
}

/** A handler whose caller went away goes on; one that never ends is not waited for longer. */
const ABANDONED_MS = 30_000;

/**
 * The open connections of a listener. When there are too many, the one that has been of no use for
 * longest makes room, so that silent callers cannot keep real ones out.
 */
export class Connections {
  readonly #open = new Map<Socket, Connection>();
  /** Those on which nothing was ever asked, and those between two requests; oldest first. */
  readonly #silent = new Set<Connection>();
  readonly #idle = new Set<Connection>();
  readonly #handling = new Set<ServerResponse>();
  #isClosing = false;

  constructor(
    server: Server,
    private readonly limits: ConnectionLimits,
  ) {
    server.on('connection', (socket: Socket) => this.#join(socket));
    server.prependListener('request', (request: IncomingMessage, response: ServerResponse) =>
      this.#begin(request, response),
    );
  }

  /** What was asked on a connection and is not answered. */
  exchangesOn(socket: Socket): readonly Exchange[] {
    return [...(this.#open.get(socket)?.exchanges ?? [])];
  }

  /** From now on each connection ends with the answer to the last request on it. */
  beginClosing(): void {
    this.#isClosing = true;
    const nowMs = performance.now();
    for (const connection of this.#open.values()) {
      connection.quietSinceMs = nowMs;
      announceEnd(connection);
    }
  }

  /** Whether no request is being handled, not even one whose caller has gone. */
  hasNoWork(): boolean {
    for (const response of this.#handling) {
      if (response.writableEnded) this.#handling.delete(response);
    }
    return this.#handling.size === 0 && [...this.#open.values()].every(isUnused);
  }

  /** Ends the connections on which nothing has happened for so long, whatever trickles in. */
  endQuiet(quietMs: number): void {
    const nowMs = performance.now();
    for (const connection of [...this.#silent, ...this.#idle]) {
      const { socket } = connection;
      const hasMoved = this.#isClosing && socket.bytesRead !== connection.bytesSeen;
      connection.bytesSeen = socket.bytesRead;
      if (hasMoved) connection.quietSinceMs = nowMs;
      else if (nowMs - connection.quietSinceMs >= quietMs) socket.destroy();
    }
  }

  isEmpty(): boolean {
    return this.#open.size === 0;
  }

  destroyAll(): void {
    for (const socket of this.#open.keys()) socket.destroy();
  }

  #join(socket: Socket): void {
    const connection: Connection = {
      socket,
      exchanges: new Set(),
      quietSinceMs: performance.now(),
      bytesSeen: 0,
    };
    this.#open.set(socket, connection);
    this.#silent.add(connection);
    socket.once('close', () => this.#leave(connection));
    if (this.#open.size > this.limits.maxConnections) this.#makeRoom(connection);
  }

  #leave(connection: Connection): void {
    this.#open.delete(connection.socket);
    this.#silent.delete(connection);
    this.#idle.delete(connection);
  }

  #makeRoom(newcomer: Connection): void {
    const [silent] = this.#silent;
    const [idle] = this.#idle;
    const oldest = silent !== newcomer ? silent : (idle ?? this.#stalled() ?? newcomer);
    this.limits.onEvicted();
    if (!oldest) return;
    this.#leave(oldest);
    oldest.socket.destroy();
  }

  /** A connection that waits for its caller only: to send the rest, or to take the answer. */
  #stalled(): Connection | undefined {
    return [...this.#open.values()].find(
      ({ exchanges }) =>
        exchanges.size > 0 &&
        [...exchanges].every(
          ({ request, response }) => !request.complete || response.writableEnded,
        ),
    );
  }

  #begin(request: IncomingMessage, response: ServerResponse): void {
    const connection = this.#open.get(request.socket);
    if (!connection) return;
    const exchange = { request, response, keepsAlive: response.shouldKeepAlive };
    connection.exchanges.add(exchange);
    this.#silent.delete(connection);
    this.#idle.delete(connection);
    this.#handling.add(response);
    if (this.#isClosing) announceEnd(connection);
    response.once('close', () => this.#end(connection, exchange));
  }

  #end(connection: Connection, exchange: Exchange): void {
    const { response } = exchange;
    connection.exchanges.delete(exchange);
    connection.quietSinceMs = performance.now();
    connection.bytesSeen = connection.socket.bytesRead;
    if (isUnused(connection) && this.#open.has(connection.socket)) this.#idle.add(connection);
    if (response.writableEnded) this.#handling.delete(response);
    else setTimeout(() => this.#handling.delete(response), ABANDONED_MS).unref();
  }
}

function isUnused({ exchanges }: Connection): boolean {
  return exchanges.size === 0;
}

/** The last of the waiting answers says `Connection: close`; said earlier it would cut the rest. */
function announceEnd({ exchanges }: Connection): void {
  const waiting = [...exchanges];
  for (const { response, keepsAlive } of waiting) {
    if (!response.headersSent) response.shouldKeepAlive = keepsAlive;
  }
  const last = waiting.at(-1)?.response;
  if (last && !last.headersSent) last.shouldKeepAlive = false;
}
