import type { Request, RequestHandler } from 'express';
import type { Logger } from '../../../telemetry/log/logger';
import { AppError } from '../errors';
import { readAddress } from '../readAddress';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];
const SHOWN_CHARACTERS = 64;

/**
 * Answers only requests that name a listed host or the very address that they reached. A web page
 * whose name was made to lead here (DNS rebinding) still names its own host. It stands behind
 * `requireHost`. HTTP/1.0 without a Host is let on: no browser speaks it.
 */
export function allowHosts(names: readonly string[], log: Logger): RequestHandler {
  const allowed = new Set([...LOOPBACK, ...names].map((name) => name.toLowerCase()));
  return (request, _response, next) => {
    const host = request.headers.host;
    if (host === undefined) return next();
    const name = nameOf(host);
    // A target that is a whole URL names a host, too, and that one counts (RFC 9112, 3.2.2).
    const isPath = request.url.startsWith('/');
    if (isPath && (allowed.has(name) || isAddressCalled(request, name))) return next();
    log.warn({ host: host.slice(0, SHOWN_CHARACTERS) }, 'host not allowed');
    throw new AppError('host_not_allowed', {
      publicMessage: 'This listener is not called by that name.',
      field: 'Host',
      remedy: 'Call it by its address, or list the name in OPERATIONS_HOSTS.',
    });
  };
}

/** Lower case, without the port, the brackets of IPv6 and the dot of a full name. */
function nameOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

function isAddressCalled({ socket }: Request, name: string): boolean {
  const called = readAddress(socket.localAddress ?? '');
  return called !== null && called === readAddress(name);
}
