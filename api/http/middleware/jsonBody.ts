import { raw, type RequestHandler } from 'express';
import { AppError } from '../errors';
import { malformedJson, parseJson } from '../parseJson';

/** Reads a JSON body up to a size. Compressed ones are refused: they could hold gigabytes. */
export function jsonBody(limitBytes: number): RequestHandler[] {
  return [requireJson, raw({ limit: limitBytes, inflate: false, type: isJson }), parseBody];
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
  const text = Buffer.isBuffer(body) ? decoded(body) : '';
  request.body = text === '' ? undefined : parseJson(text);
  next();
};

/** A byte that UTF-8 has not is refused: replaced, it would be kept as what nobody sent. */
function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // It throws for nothing else.
    throw malformedJson('it is not in UTF-8', 'Send one JSON object in UTF-8.');
  }
}

/** RFC 8259, section 8.1: JSON between systems is in UTF-8. */
function isJson(request: { headers: { 'content-type'?: string | undefined } }): boolean {
  const type = request.headers['content-type'] ?? '';
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(type)?.[1] ?? 'utf-8';
  return /^application\/json\s*(?:;.*)?$/i.test(type) && /^utf-?8$/i.test(charset);
}
