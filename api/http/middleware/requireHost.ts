import type { RequestHandler } from 'express';
import { AppError } from '../errors';

/** RFC 9112, section 3.2: an HTTP/1.1 request without a Host is answered with 400. */
export const requireHost: RequestHandler = (request, _response, next) => {
  if (request.httpVersion !== '1.1' || request.headers.host !== undefined) return next();
  throw new AppError('malformed_request', {
    publicMessage: 'The request names no host.',
    field: 'Host',
    rule: 'must be there in HTTP/1.1',
    remedy: 'Send the header "Host" with the name that you called.',
  });
};
