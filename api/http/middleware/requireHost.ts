import type { Request, RequestHandler } from 'express';
import { AppError } from '../errors';

/** A name or an address, with or without a port: nothing that could be read in two ways. */
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{0,5})?$/i;

/**
 * RFC 9112, section 3.2: a request with two Hosts, one that is not a host, or in HTTP/1.1 none is
 * answered with 400. Of two, one reader would take the first and another the last.
 */
export const requireHost: RequestHandler = (request, _response, next) => {
  const hosts = hostsOf(request);
  if (hosts.length === 0 && request.httpVersion !== '1.1') return next();
  if (hosts.length === 1 && HOST.test(hosts[0] ?? '')) return next();
  throw new AppError('malformed_request', {
    publicMessage:
      hosts.length === 0 ? 'The request names no host.' : 'The request does not name one host.',
    field: 'Host',
    rule: 'must be there once, as a name or an address with or without a port',
    remedy: 'Send the header "Host" with the name that you called.',
  });
};

/** Node keeps the first of several in `headers`; the rest is in the raw list alone. */
function hostsOf({ rawHeaders }: Request): string[] {
  return rawHeaders.filter(
    (_text, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host',
  );
}
