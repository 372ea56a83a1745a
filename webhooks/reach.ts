import { isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import { WEBHOOK_LIMITS } from './limits';
import { isPrivateLiteral, publicOnlyLookup } from './publicOnlyLookup';
import type { ConnectorFor } from './sender';

/** Whether an address takes a connection; nothing is sent over it. */
export type Reached =
  | { readonly kind: 'reached'; readonly certificateEndsAt: Date | null }
  | { readonly kind: 'unreached'; readonly reason: string };

interface ReachOptions {
  /** For addresses of our own, and on a developer's machine. */
  readonly allowPrivate: boolean;
  readonly connectorFor: ConnectorFor;
  readonly timeoutMs: number;
}

/** Opens a connection to an address, TLS included, under the rules of deliveries, and closes it. */
export async function reach(address: string, options: ReachOptions): Promise<Reached> {
  const { allowPrivate, connectorFor, timeoutMs } = options;
  const url = new URL(address);
  if (!allowPrivate && url.protocol !== 'https:') return unreached('not https');
  if (!allowPrivate && isPrivateLiteral(url)) return unreached('EPRIVATE');
  const limits = { ...WEBHOOK_LIMITS, connectTimeoutMs: timeoutMs };
  const connect = connectorFor(allowPrivate ? { limits } : { limits, lookup: publicOnlyLookup });
  const { protocol, host, port } = url;
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const name = isIP(hostname) === 0 ? { servername: hostname } : {};
  return new Promise((resolve) => {
    connect({ protocol, host, hostname, port, ...name }, (error, socket) => {
      if (error) return resolve(unreached(codeOf(error)));
      resolve({ kind: 'reached', certificateEndsAt: endOf(socket) });
      socket.destroy();
    });
  });
}

function endOf(socket: unknown): Date | null {
  if (!(socket instanceof TLSSocket)) return null;
  const endsAt = new Date(socket.getPeerCertificate().valid_to);
  return Number.isNaN(endsAt.getTime()) ? null : endsAt;
}

function unreached(reason: string): Reached {
  return { kind: 'unreached', reason };
}

/** A code, never the message: that may hold the endpoint's address. */
function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
