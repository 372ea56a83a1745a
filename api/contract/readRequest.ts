import type { Request } from 'express';
import { z } from 'zod';
import { redactBySchema } from '../../telemetry/redaction/redactBySchema';
import { AppError } from '../http/errors';
import { invalidField } from '../http/problem';
import type { ContractShape, RequestParts } from './contract';

type PartName = 'params' | 'query' | 'headers' | 'body';

/** A part that the contract does not name takes nothing. */
const NOTHING = z.strictObject({});

/** How the reader of an error calls a thing of this part. */
const WORDS: Readonly<Record<PartName, string>> = {
  params: 'part of this path',
  query: 'query parameter of this operation',
  headers: 'header of this operation',
  body: 'field of this request',
};

/** The parts of a request as logs may show them, before anything was checked. */
export function maskedRequest(contract: ContractShape, request: Request): Record<string, unknown> {
  const params = redactBySchema(contract.params ?? NOTHING, request.params);
  return {
    ...(params as Record<string, unknown>),
    ...(contract.query && { query: redactBySchema(contract.query, request.query) }),
    ...(contract.body && { body: redactBySchema(contract.body, request.body) }),
  };
}

/**
 * Holds a request against its contract: path, query, headers, body.
 * @throws AppError that the refused field names, else `invalid_request`, for the first refusal.
 */
export function readRequest<C extends ContractShape>(
  contract: C,
  request: Request,
): RequestParts<C> {
  const parts = {
    params: readPart('params', contract.params, request.params),
    query: readPart('query', contract.query, request.query),
    headers: readPart('headers', contract.headers, named(contract.headers, request)),
    body: contract.body ? readPart('body', contract.body, request.body) : {},
  };
  return parts as RequestParts<C>;
}

/** Only the headers that the contract names, under the names that it gives them. */
function named(schema: z.ZodObject | undefined, { headers }: Request): Record<string, unknown> {
  const names = Object.keys(schema?.shape ?? {});
  return Object.fromEntries(names.map((name) => [name, headers[name.toLowerCase()]]));
}

function readPart(part: PartName, schema: z.ZodObject = NOTHING, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refusalOf(part, schema, parsed.error.issues[0]);
}

function refusalOf(
  part: PartName,
  schema: z.ZodObject,
  issue: z.core.$ZodIssue | undefined,
): AppError {
  if (issue?.code === 'custom' && issue.params?.['error'] instanceof AppError) {
    return issue.params['error'];
  }
  if (issue?.code === 'unrecognized_keys') {
    const known = Object.keys(schema.shape);
    return invalidField({
      field: (issue.keys[0] ?? '').slice(0, 64),
      rule: `is not a ${WORDS[part]}`,
      remedy: known.length > 0 ? `Send only ${known.join(', ')}.` : 'Leave it out.',
    });
  }
  const path = issue?.path.join('.') ?? '';
  if (path !== '') {
    const remedy = 'Look the field up in the API reference.';
    return invalidField({ field: path, rule: 'is not valid', remedy });
  }
  return new AppError('invalid_request', {
    publicMessage: 'The body must be one JSON object.',
    remedy: `Send an object such as ${JSON.stringify(exampleOf(schema))}.`,
  });
}

function exampleOf(schema: z.ZodObject): unknown {
  const examples = z.globalRegistry.get(schema)?.examples;
  return Array.isArray(examples) ? examples[0] : {};
}
