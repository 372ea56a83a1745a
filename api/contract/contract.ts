/*
 * One contract per operation. From it come the check of a request, the masking of its log line,
 * the type of its handler, the check of its answers, its route and its part of the OpenAPI
 * document. It is data: nothing here handles a request, and nothing else describes one.
 *
 * To add an operation: a folder api/public/<noun>/<verb>/ with contract.ts (`defineContract`) and
 * route.ts (`operation`), and one line in api/public/operations.ts; for operators api/admin/.
 */
import type { z } from 'zod';
import type { Role } from '../../domain/merchant/principal';
import { AppError, type ErrorCode, type ErrorDetail } from '../http/errors';

/** The largest body that an operation reads. */
export const MAX_BODY_BYTES = 64 * 1024;

/** What an answer's header says, for the reference. */
interface HeaderContract {
  readonly description: string;
  readonly example: string;
}

export interface AnswerContract {
  readonly description: string;
  readonly schema: z.ZodType;
  /** JSON, unless said otherwise. */
  readonly mediaType?: string;
  readonly headers?: Readonly<Record<string, HeaderContract>>;
}

export interface ContractShape {
  readonly operationId: string;
  readonly method: 'get' | 'post' | 'patch';
  /** As OpenAPI writes it: `/v1/payments/{paymentId}`. */
  readonly path: `/v1/${string}` | `/admin/v1/${string}`;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  /** The role that the caller's key must hold; null where no key is needed. */
  readonly role: Role | null;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** The headers that the operation reads; all others are passed over. */
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** By status. */
  readonly answers: Readonly<Record<number, AnswerContract>>;
  /** The errors of this operation alone, and when each occurs; `errorsOf` adds the shared ones. */
  readonly errors: Readonly<Partial<Record<ErrorCode, string>>>;
}

export type Contract<C extends ContractShape = ContractShape> = C & {
  /** An error for the handler to throw: only of the codes that the contract lists. */
  readonly refuse: (
    code: keyof C['errors'] & ErrorCode,
    detail: ErrorDetail,
    headers?: Readonly<Record<string, string>>,
    options?: ErrorOptions,
  ) => AppError;
};

export function defineContract<const C extends ContractShape>(shape: C): Contract<C> {
  return {
    ...shape,
    refuse: (code, detail, headers, options) => new AppError(code, detail, headers, options),
  };
}

type Part<C, K extends 'params' | 'query' | 'headers' | 'body'> =
  C extends Readonly<Record<K, z.ZodType>> ? z.output<C[K]> : Readonly<Record<never, never>>;

/** A checked request's parts. One that the contract does not name is empty. */
export interface RequestParts<C extends ContractShape> {
  readonly params: Part<C, 'params'>;
  readonly query: Part<C, 'query'>;
  readonly headers: Part<C, 'headers'>;
  readonly body: Part<C, 'body'>;
}

type HeadersOf<A> =
  A extends Readonly<Record<'headers', infer H>>
    ? { readonly headers: Readonly<Record<keyof H & string, string>> }
    : { readonly headers?: Readonly<Record<string, string>> };

/** What a handler may answer: a status of the contract, with its body and its headers. */
export type Answer<C extends ContractShape> = {
  [S in keyof C['answers'] & number]: HeadersOf<C['answers'][S]> & {
    readonly status: S;
    readonly body: z.output<C['answers'][S]['schema']>;
  };
}[keyof C['answers'] & number];
