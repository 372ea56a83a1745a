import type { OperationObject } from '../../../contract/openapi/types';

interface Place {
  readonly method: string;
  readonly path: string;
}

/** A command that sends the examples of an operation. */
export function curlOf({ method, path }: Place, operation: OperationObject): string {
  const { parameters, requestBody, security } = operation;
  const exampleOf = (place: string) =>
    parameters.filter((parameter) => parameter.in === place && parameter.example !== undefined);
  const filled = exampleOf('path').reduce(
    (url, { name, example }) => url.replace(`{${name}}`, String(example)),
    path,
  );
  const query = exampleOf('query').map(({ name, example }) => `${name}=${String(example)}`);
  const body = requestBody?.content['application/json']?.examples?.['sample']?.value;
  const lines = [
    `curl "$HAKIKA${[filled, ...(query.length > 0 ? [query.join('&')] : [])].join('?')}"`,
    ...(method === 'get' || body !== undefined ? [] : [`-X ${method.toUpperCase()}`]),
    ...(security.length > 0 ? ['-H "Authorization: Bearer $KEY"'] : []),
    ...exampleOf('header').map(({ name, example }) => `-H '${name}: ${String(example)}'`),
    ...(body === undefined
      ? []
      : ["-H 'Content-Type: application/json'", `-d '${JSON.stringify(body, null, 2)}'`]),
  ];
  return lines.join(' \\\n  ');
}
