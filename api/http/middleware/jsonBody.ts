import { text, type RequestHandler } from 'express';
import { AppError } from '../errors';
import { parseJson } from '../parseJson';

/** Reads a JSON body up to a size. Compressed ones are refused: they could hold gigabytes. */
export function jsonBody(limitBytes: number): RequestHandler[] {
  return [requireJson, text({ limit: limitBytes, inflate: false, type: isJson }), parseBody];
}

const requireJson: RequestHandler = (request, _response, next) => {
  if (isJson(request)) return next();
  throw new AppError('unsupported_media_type', {
    publicMessage: 'The body must be JSON.',
    field: 'Content-Type',
    rule: 'must be application/json, in UTF-8',
    remedy: 'Send the header "Content-Type: application/json".',
  });
};

const parseBody: RequestHandler = (request, _response, next) => {
  const body: unknown = request.body;
  request.body = typeof body === 'string' && body !== '' ? parseJson(body) : undefined;
  next();
};

/** RFC 8259, section 8.1: JSON between systems is in UTF-8. */
function isJson(request: { headers: { 'content-type'?: string | undefined } }): boolean {
  const type = request.headers['content-type'] ?? '';
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(type)?.[1] ?? 'utf-8';
  return /^application\/json\s*(?:;.*)?$/i.test(type) && /^utf-?8$/i.test(charset);
}
