import type { ErrorRequestHandler, RequestHandler } from 'express';
import { AppError } from '../errors';
import { isStoreAway } from '../../../store/mongo/isStoreAway';
import type { Logger } from '../../../telemetry/log/logger';
import { sendProblem } from '../problem';
import { contextOf } from './requestContext';

/** One answer for every address that is none, guessed tokens included: a guess learns nothing. */
export function noSuchPath(): AppError {
  return new AppError('not_found', {
    publicMessage: 'No such path.',
    remedy: 'Look the path up in the API reference.',
  });
}

/** For every path that no route took. */
export const notFound: RequestHandler = () => {
  throw noSuchPath();
};

/** For a known path with another method. */
export function onlyMethods(...methods: readonly string[]): RequestHandler {
  return () => {
    throw new AppError(
      'method_not_allowed',
      { publicMessage: `This path takes ${methods.join(', ')}.`, remedy: 'Change the method.' },
      { Allow: methods.join(', ') },
    );
  };
}

/** Turns whatever was thrown into a problem; what was not expected is logged and not shown. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const { requestId, logged } = contextOf(request);
    if (response.headersSent) return next(error);
    const known = appErrorOf(error);
    logged['code'] = known.code;
    if (known.cause !== undefined || known.code === 'internal') {
      log.error({ requestId, err: known.cause ?? error }, `request failed: ${known.code}`);
    }
    sendProblem(response, known, requestId);
  };
}

interface BodyError {
  readonly type: string;
}

/** Express' body readers throw errors with a `type`; each has its own answer. */
function appErrorOf(error: unknown): AppError {
  if (error instanceof AppError) return error;
  switch (isBodyError(error) ? error.type : '') {
    case 'entity.too.large':
      return new AppError('body_too_large', {
        publicMessage: 'The body is larger than this path takes.',
        remedy: 'Send only the documented fields.',
      });
    case 'entity.parse.failed':
    case 'request.aborted':
    case 'request.size.invalid':
    case 'charset.unsupported':
      return new AppError('malformed_json', {
        publicMessage: 'The body is not valid JSON in UTF-8.',
        remedy: 'Send one JSON object.',
      });
    case 'encoding.unsupported':
      return new AppError('unsupported_media_type', {
        publicMessage: 'Compressed bodies are not taken.',
        remedy: 'Send the body without Content-Encoding.',
      });
    default:
      return isUriError(error) ? noSuchPath() : unexpected(error);
  }
}

function isBodyError(error: unknown): error is BodyError {
  return error instanceof Error && 'type' in error && typeof error.type === 'string';
}

/** What path decoding throws for `%zz`. */
function isUriError(error: unknown): boolean {
  return error instanceof URIError;
}

function unexpected(error: unknown): AppError {
  const code = isStoreAway(error) ? 'store_unavailable' : 'internal';
  return new AppError(
    code,
    {
      publicMessage: 'The request could not be carried out.',
      remedy: 'Repeat it with the same Idempotency-Key; nothing is done twice.',
    },
    {},
    { cause: error },
  );
}
