import type { Response } from 'express';
import { AppError, ERRORS, type ErrorCode } from './errors';
import type { FieldError } from '../../domain/values/fieldError';

/** An error as callers get it: RFC 9457, with Hakika's stable `code` and what to do about it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  readonly field?: string;
  readonly rule?: string;
  readonly remedy?: string;
  readonly retry: string;
  readonly requestId: string;
}

export function problemOf(error: AppError, requestId: string): Problem {
  const { status, title, retry } = ERRORS[error.code];
  const { publicMessage, ...where } = error.detail;
  return {
    type: `urn:hakika:problem:${error.code}`,
    title,
    status,
    code: error.code,
    detail: publicMessage,
    ...where,
    retry,
    requestId,
  };
}

export function sendProblem(response: Response, error: AppError, requestId: string): void {
  const problem = problemOf(error, requestId);
  response
    .status(problem.status)
    .set(error.headers)
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

/** One refused field, as an error that names it, the rule and the remedy. */
export function invalidField(error: FieldError): AppError {
  const { field, rule, remedy } = error;
  return new AppError('invalid_request', {
    publicMessage: `${field} ${rule}. ${remedy}`,
    field,
    rule,
    remedy,
  });
}
