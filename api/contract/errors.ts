import type { ErrorCode } from '../http/errors';
import { MAX_BODY_BYTES, type ContractShape } from './contract';

type Occasions = Readonly<Partial<Record<ErrorCode, string>>>;

const EVERY: Occasions = {
  invalid_request: 'A field, header or query parameter breaks its rule or is not known here.',
  malformed_request: 'The bytes are not an HTTP/1.1 request, or the Host header is missing.',
  request_too_slow: 'The request did not arrive in time.',
  headers_too_large: 'The address and the headers together are too large.',
  internal: 'Something failed on our side.',
};

const WITH_KEY: Occasions = {
  unauthenticated: 'The API key is missing, misspelt, unknown or revoked.',
  forbidden: 'The API key does not have the role that this operation needs.',
  store_unavailable: 'The database does not answer.',
};

const WITH_BODY: Occasions = {
  malformed_json: 'The body is not JSON, gives a name twice, or has a number with too many digits.',
  body_too_large: `The body is larger than ${MAX_BODY_BYTES / 1024} KiB.`,
  unsupported_media_type: 'The body is not announced as application/json in UTF-8.',
};

/** Every error that an operation may answer with, and when each occurs. */
export function errorsOf({ role, body, errors }: ContractShape): Occasions {
  return {
    ...EVERY,
    ...(role === null ? {} : WITH_KEY),
    ...(body ? WITH_BODY : {}),
    ...errors,
  };
}
