/** May the same request be sent again? `unknown`: only with the same Idempotency-Key. */
export const RETRY_ADVICE = ['never', 'safe', 'unknown'] as const;

export type RetryAdvice = (typeof RETRY_ADVICE)[number];

interface ErrorRule {
  readonly status: number;
  readonly title: string;
  readonly retry: RetryAdvice;
}

/** Every error that a caller of the API can meet, by its stable code. */
export const ERRORS = {
  invalid_request: { status: 400, title: 'The request has invalid fields', retry: 'never' },
  malformed_request: { status: 400, title: 'The request cannot be read', retry: 'never' },
  malformed_json: { status: 400, title: 'The body is not JSON', retry: 'never' },
  idempotency_key_required: {
    status: 400,
    title: 'The Idempotency-Key header is missing or unusable',
    retry: 'never',
  },
  unauthenticated: { status: 401, title: 'The API key is missing or not valid', retry: 'never' },
  forbidden: { status: 403, title: 'The API key does not have the role', retry: 'never' },
  source_not_allowed: { status: 403, title: 'Caller address not allowed', retry: 'never' },
  not_found: { status: 404, title: 'Not found', retry: 'never' },
  method_not_allowed: { status: 405, title: 'Method not allowed', retry: 'never' },
  request_too_slow: { status: 408, title: 'The request took too long', retry: 'safe' },
  request_in_flight: {
    status: 409,
    title: 'The same request is still being handled',
    retry: 'safe',
  },
  reference_open: {
    status: 409,
    title: 'Another payment with this reference may still be paid',
    retry: 'never',
  },
  already_prompted: {
    status: 409,
    title: 'The customer was prompted, or may have been',
    retry: 'never',
  },
  already_decided: { status: 409, title: 'The payment has ended already', retry: 'never' },
  not_in_review: {
    status: 409,
    title: 'The payment does not need review',
    retry: 'never',
  },
  second_operator_needed: {
    status: 409,
    title: 'Another operator must agree',
    retry: 'never',
  },
  receipt_taken: { status: 409, title: 'Another payment holds the receipt', retry: 'never' },
  no_endpoint: { status: 409, title: 'There is no webhook endpoint', retry: 'never' },
  conflict: { status: 409, title: 'The change does not fit what is stored', retry: 'never' },
  body_too_large: { status: 413, title: 'The body is too large', retry: 'never' },
  unsupported_media_type: { status: 415, title: 'The body must be JSON', retry: 'never' },
  host_not_allowed: { status: 421, title: 'Host not allowed', retry: 'never' },
  shortcode_unusable: {
    status: 422,
    title: 'The shortcode cannot take payments',
    retry: 'never',
  },
  shortcode_not_proven: {
    status: 422,
    title: 'Safaricom did not take the credentials of the shortcode',
    retry: 'never',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key must not be reused for a different request',
    retry: 'never',
  },
  headers_too_large: { status: 431, title: 'The headers are too large', retry: 'never' },
  internal: { status: 500, title: 'Something failed on our side', retry: 'unknown' },
  store_unavailable: { status: 503, title: 'The database is unavailable', retry: 'unknown' },
  engine_unavailable: {
    status: 503,
    title: 'The workflow engine is unavailable',
    retry: 'unknown',
  },
  engine_not_set_up: {
    status: 503,
    title: 'The workflow engine is not set up',
    retry: 'unknown',
  },
} as const satisfies Record<string, ErrorRule>;

export type ErrorCode = keyof typeof ERRORS;

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERRORS, value);
}

export interface ErrorDetail {
  /** What went wrong, fit for the caller's eyes. */
  readonly publicMessage: string;
  readonly field?: string;
  readonly rule?: string;
  readonly remedy?: string;
}

/** An expected error. Only the code and the public parts ever reach a response. */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: ErrorCode,
    readonly detail: ErrorDetail,
    readonly headers: Readonly<Record<string, string>> = {},
    options: ErrorOptions = {},
  ) {
    super(`${code}: ${detail.publicMessage}`, options);
  }
}
