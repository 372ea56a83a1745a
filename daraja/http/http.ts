import { Agent } from 'undici';
import { HttpExchange, type HttpResult } from './httpExchange';
import type { DarajaLimits } from './limits';
import { raceAddresses } from './raceAddresses';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Moment of `performance.now()` by which everything is over. */
  readonly deadlineAtMs: number;
}

/** Sends one request once. Never throws, never repeats, never follows a redirect. */
export interface HttpSender {
  send(request: HttpRequest): Promise<HttpResult>;
  /** Waits for requests under way, then closes the connections. */
  close(): Promise<void>;
}

/** Asked for on every request; what comes compressed is decoded nevertheless. */
const PLAIN = { 'accept-encoding': 'identity' };

/** Makes the connections to Daraja: kept alive, bounded, and TLS always verified. */
export function createHttpSender(limits: DarajaLimits): HttpSender {
  const agent = new Agent({
    // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED in the environment changes nothing.
    connect: raceAddresses({ limits, tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2' } }),
    connections: limits.connectionsMax,
    // One request at a time on a connection: with more, undici would repeat those behind a failed
    // one by itself.
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    keepAliveMaxTimeout: limits.keepAliveTimeoutMs,
    // The exchange keeps one limit over all phases; undici's own would be a second truth.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  let closing: Promise<void> | null = null;
  return {
    send(request) {
      const exchange = new HttpExchange({
        deadlineAtMs: request.deadlineAtMs,
        responseBytesMax: limits.responseBytesMax,
      });
      const { method, url, body } = request;
      const path = `${url.pathname}${url.search}`;
      try {
        agent.dispatch(
          { origin: url.origin, path, method, body, headers: { ...request.headers, ...PLAIN } },
          exchange,
        );
      } catch (error) {
        exchange.fail(error instanceof Error ? error : new Error('dispatch failed'));
      }
      return exchange.result;
    },
    close: () => (closing ??= agent.close()),
  };
}
