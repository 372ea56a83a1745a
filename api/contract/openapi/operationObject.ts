import { z } from 'zod';
import { AppError, ERRORS, type ErrorCode } from '../../http/errors';
import { problemOf } from '../../http/problem';
import type { AnswerContract, ContractShape } from '../contract';
import { errorsOf } from '../errors';
import { problemSchema } from '../problemSchema';
import type { Components } from './components';
import type { OperationObject, Parameter, ResponseObject } from './types';

/** The request id of the examples, the same at every run. */
const SAMPLE_REQUEST_ID = 'req_01kaqq00000000000000000000';

const REQUEST_ID = {
  description: 'Names this request. Quote it when you ask for help.',
  schema: { type: 'string' },
  example: SAMPLE_REQUEST_ID,
};

const RETRY_AFTER = {
  description: 'How many seconds to wait before the request is repeated, where that is known.',
  schema: { type: 'string', pattern: '^\\d+$' },
  example: '1',
};

const CHALLENGE = {
  description: 'How to authenticate.',
  schema: { type: 'string' },
  example: 'Bearer',
};

/** One operation of the document. */
export function operationObject(contract: ContractShape, components: Components): OperationObject {
  const { operationId, tag, summary, description, role, body, answers } = contract;
  const answered = Object.entries(answers).map(
    ([status, answer]) => [status, answerObject(answer, components)] as const,
  );
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    security: role === null ? [] : [{ apiKey: [role] }],
    parameters: [
      ...parametersOf('path', contract.params, components),
      ...parametersOf('query', contract.query, components),
      ...parametersOf('header', contract.headers, components),
    ],
    ...(body && { requestBody: { required: true, content: bodyContent(body, components) } }),
    responses: Object.fromEntries([...answered, ...problemsOf(contract, components)]),
  };
}

function parametersOf(
  place: Parameter['in'],
  schema: z.ZodObject | undefined,
  components: Components,
): Parameter[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    const { description, examples, ...shown } = components.add(field as z.ZodType, 'input');
    return {
      name,
      in: place,
      required: !(field instanceof z.ZodOptional),
      ...(description !== undefined && { description }),
      schema: shown,
      ...(examples && { example: examples[0] }),
    };
  });
}

function bodyContent(body: z.ZodObject, components: Components) {
  return { 'application/json': mediaType(body, components, 'input') };
}

function mediaType(schema: z.ZodType, components: Components, direction: 'input' | 'output') {
  const examples: unknown = z.globalRegistry.get(schema)?.examples;
  const [value] = Array.isArray(examples) ? (examples as unknown[]) : [];
  const known = value === undefined ? {} : { examples: { sample: { value } } };
  return { schema: components.add(schema, direction), ...known };
}

function answerObject(answer: AnswerContract, components: Components): ResponseObject {
  const { description, schema, mediaType: type = 'application/json', headers = {} } = answer;
  const told = Object.entries(headers).map(
    ([name, header]) => [name, { ...header, schema: { type: 'string' } }] as const,
  );
  return {
    description,
    headers: { ...Object.fromEntries(told), 'Request-Id': REQUEST_ID },
    content: { [type]: mediaType(schema, components, 'output') },
  };
}

/** The errors of an operation, one response for each status. */
function problemsOf(contract: ContractShape, components: Components): [string, ResponseObject][] {
  const occasions = Object.entries(errorsOf(contract)) as [ErrorCode, string][];
  const statuses = [...new Set(occasions.map(([code]) => ERRORS[code].status))].sort();
  return statuses.map((status) => {
    const here = occasions.filter(([code]) => ERRORS[code].status === status);
    const listed = here.map(([code, when]) => ({ code, when, retry: ERRORS[code].retry }));
    const examples = here.map(([code, when]) => [code, example(code, when)] as const);
    const repeatable = here.some(([code]) => ERRORS[code].retry !== 'never');
    return [
      String(status),
      {
        description: here.map(([code]) => ERRORS[code].title).join('; '),
        headers: {
          'Request-Id': REQUEST_ID,
          ...(repeatable && { 'Retry-After': RETRY_AFTER }),
          ...(status === 401 && { 'WWW-Authenticate': CHALLENGE }),
        },
        content: {
          'application/problem+json': {
            schema: components.add(problemSchema, 'output'),
            examples: Object.fromEntries(examples),
          },
        },
        'x-errors': listed,
      },
    ];
  });
}

function example(code: ErrorCode, publicMessage: string) {
  const value = problemOf(new AppError(code, { publicMessage }), SAMPLE_REQUEST_ID);
  return { summary: ERRORS[code].title, value };
}
