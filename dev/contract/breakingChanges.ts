import type { OpenApiDocument } from '../../api/contract/openapi/document';
import type {
  MediaType,
  OperationObject,
  Parameter,
  ResponseObject,
} from '../../api/contract/openapi/types';
import { schemaChanges, type Side } from './schemaChanges';

/**
 * What a program written for `before` can fail on with `after`, one sentence each. Additions that
 * callers were told to expect are none: new operations, new fields of answers, new error codes.
 */
export function breakingChanges(before: OpenApiDocument, after: OpenApiDocument): string[] {
  const documents = { before, after };
  return Object.entries(before.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const name = `${method.toUpperCase()} ${path}`;
      const now = after.paths[path]?.[method];
      if (now === undefined) return [`${name}: the operation is gone.`];
      return operationChanges(operation, now, documents).map((change) => `${name}: ${change}`);
    }),
  );
}

interface Documents {
  readonly before: OpenApiDocument;
  readonly after: OpenApiDocument;
}

function operationChanges(
  before: OperationObject,
  after: OperationObject,
  documents: Documents,
): string[] {
  return [
    ...roleChanges(before, after),
    ...parameterChanges(before.parameters, after.parameters, documents),
    ...bodyChanges(before, after, documents),
    ...Object.entries(before.responses).flatMap(([status, response]) => {
      const now = after.responses[status];
      if (now === undefined) return [`the status ${status} is gone.`];
      return responseChanges(status, response, now, documents);
    }),
  ];
}

function roleChanges(before: OperationObject, after: OperationObject): string[] {
  const role = ({ security }: OperationObject) => security[0]?.['apiKey']?.[0] ?? null;
  const needed = role(after);
  return needed === null || needed === role(before) ? [] : [`it needs the role ${needed} now.`];
}

function parameterChanges(
  before: readonly Parameter[],
  after: readonly Parameter[],
  documents: Documents,
): string[] {
  const nameOf = ({ name, in: place }: Parameter) => `the ${place} parameter ${name}`;
  const find = (list: readonly Parameter[], wanted: Parameter) =>
    list.find((one) => nameOf(one) === nameOf(wanted));
  const added = after
    .filter((one) => one.required && find(before, one)?.required !== true)
    .map((one) => `${nameOf(one)} is required now.`);
  const kept = before.flatMap((one) => {
    const now = find(after, one);
    if (now === undefined) return [`${nameOf(one)} is gone.`];
    const side = sideOf('request', documents);
    return schemaChanges(nameOf(one), one.schema, now.schema, side);
  });
  return [...added, ...kept];
}

function bodyChanges(
  { requestBody: before }: OperationObject,
  { requestBody: after }: OperationObject,
  documents: Documents,
): string[] {
  if (before === undefined) return after === undefined ? [] : ['it needs a body now.'];
  if (after === undefined) return ['its body is gone.'];
  return contentChanges('the body', before.content, after.content, sideOf('request', documents));
}

function responseChanges(
  status: string,
  before: ResponseObject,
  after: ResponseObject,
  documents: Documents,
): string[] {
  const codes = after['x-errors']?.map(({ code }) => code) ?? [];
  const gone = (before['x-errors'] ?? []).filter(({ code }) => !codes.includes(code));
  const headers = Object.keys(before.headers).filter((name) => !(name in after.headers));
  const side = sideOf('answer', documents);
  return [
    ...gone.map(({ code }) => `the error ${code} is gone from ${status}.`),
    ...headers.map((name) => `the header ${name} is gone from ${status}.`),
    ...contentChanges(`the answer ${status}`, before.content, after.content, side),
  ];
}

type Content = Readonly<Record<string, MediaType>>;

function contentChanges(name: string, before: Content, after: Content, side: Side): string[] {
  return Object.entries(before).flatMap(([type, { schema }]) => {
    const now = after[type];
    return now ? schemaChanges(name, schema, now.schema, side) : [`${name} is not ${type} now.`];
  });
}

function sideOf(kind: Side['kind'], { before, after }: Documents): Side {
  return { kind, before: before.components.schemas, after: after.components.schemas };
}
