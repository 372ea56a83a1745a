import { z } from 'zod';
import type { ContractShape } from '../../../api/contract/contract';
import type { JsonSchema } from '../../../api/contract/openapi/types';
import type { RawRequest } from '../../kit/rawRequest';
import {
  BAD_BODIES,
  BAD_PATH_PARTS,
  BAD_TEXTS,
  BAD_TYPES,
  BAD_VALUES,
  objectWith,
  STRANGE_NAMES,
} from './values';

/** A request with one thing wrong about it. */
export interface BadRequest {
  readonly what: string;
  readonly raw: RawRequest;
  /** The field that an `invalid_request` must name. */
  readonly field?: string;
  /** The part that was changed, to be asked whether it fits by chance. */
  readonly changed?: { readonly part: 'params' | 'query' | 'body'; readonly value: object };
}

/** Where requests go and what they name: things that are there, so that a change would show. */
export interface Target {
  readonly contract: ContractShape;
  readonly ids: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, unknown>>;

/** Every bad request to one operation. */
export function badRequests(target: Target): BadRequest[] {
  const { body } = target.contract;
  return [
    ...badPaths(target),
    ...badQueries(target),
    ...badHeaders(target),
    ...(body === undefined ? [] : [...badFields(target, body), ...badBodies(target, body)]),
  ];
}

/** The request as it is right, but for what is given. */
function right({ contract, ids, headers }: Target, change: Partial<RawRequest> = {}): RawRequest {
  const example = contract.body && JSON.stringify(exampleOf(contract.body));
  return {
    method: contract.method.toUpperCase(),
    path: pathOf(contract, ids),
    headers: { ...headers, ...(example && { 'content-type': 'application/json' }) },
    ...(example && { body: example }),
    ...change,
  };
}

function pathOf(contract: ContractShape, ids: Readonly<Record<string, string>>): string {
  return contract.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? name);
}

function badPaths(target: Target): BadRequest[] {
  const { contract, ids } = target;
  return Object.keys(contract.params?.shape ?? {}).flatMap((name) =>
    BAD_PATH_PARTS.map((text) => ({
      what: `${name} is ${text.slice(0, 60)}`,
      raw: right(target, { path: pathOf(contract, { ...ids, [name]: text }) }),
    })),
  );
}

function badQueries(target: Target): BadRequest[] {
  const path = pathOf(target.contract, target.ids);
  const asked = (query: string) => right(target, { path: `${path}?${query}` });
  const strange = STRANGE_NAMES.filter((name) => name !== '').map((name) => ({
    what: `there is a query parameter ${name}`,
    raw: asked(`${encodeURIComponent(name)}=1`),
    field: name,
  }));
  const known = Object.keys(target.contract.query?.shape ?? {}).flatMap((name): BadRequest[] => [
    ...BAD_TEXTS.map((text) => ({
      what: `${name}=${text.slice(0, 60)}`,
      raw: asked(`${name}=${encodeURIComponent(text)}`),
      field: name,
      changed: { part: 'query', value: { [name]: text } } as const,
    })),
    { what: `${name} twice`, raw: asked(`${name}=1&${name}=1`), field: name },
    { what: `${name}[$ne]`, raw: asked(`${name}[$ne]=1`), field: `${name}[$ne]` },
    { what: `${name}[]`, raw: asked(`${name}[]=1`), field: `${name}[]` },
  ]);
  return [...strange, ...known];
}

function badHeaders(target: Target): BadRequest[] {
  const names = Object.keys(target.contract.headers?.shape ?? {});
  const bad = ['', ' ', 'a b', 'x'.repeat(256), 'caf\u00e9', 'a, a'];
  return names.flatMap((name) =>
    bad.map((text) => {
      const { headers } = right(target);
      const what = `${name} is ${text.slice(0, 60)}`;
      return { what, raw: right(target, { headers: { ...headers, [name]: text } }) };
    }),
  );
}

function badFields(target: Target, body: z.ZodObject): BadRequest[] {
  const example = exampleOf(body);
  const schema = z.toJSONSchema(body, { io: 'input' }) as JsonSchema;
  const send = (what: string, value: object, field: string): BadRequest => ({
    what,
    raw: right(target, { body: JSON.stringify(value) }),
    field,
    changed: { part: 'body', value },
  });
  const given = placesOf(schema).flatMap((place) =>
    BAD_VALUES.map((value) => {
      const what = `${place.join('.')} is ${JSON.stringify(value).slice(0, 60)}`;
      return send(what, put(example, place, value), place.join('.'));
    }),
  );
  const strange = STRANGE_NAMES.map((name) => {
    const value = { ...example, ...objectWith(name, 1) };
    return send(`there is a field ${name}`, value, name);
  });
  return [...given, ...strange];
}

/** The places of all fields, those inside others too. */
function placesOf(schema: JsonSchema, above: readonly string[] = []): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const place = [...above, name];
    return [place, ...placesOf(inner, place)];
  });
}

function put(fields: Fields, [name = '', ...rest]: readonly string[], value: unknown): Fields {
  if (rest.length === 0) return { ...fields, [name]: value };
  return { ...fields, [name]: put((fields[name] ?? {}) as Fields, rest, value) };
}

function badBodies(target: Target, body: z.ZodObject): BadRequest[] {
  const example = exampleOf(body);
  const { headers } = right(target);
  const wholes = [null, true, 5, 'text', [], [example]].map((value) => JSON.stringify(value));
  const types = BAD_TYPES.map((type) => {
    const { 'content-type': _json, ...others } = headers ?? {};
    const sent = type === undefined ? others : { ...others, 'content-type': type };
    return { what: `it is of type ${type ?? 'none'}`, raw: right(target, { headers: sent }) };
  });
  return [
    ...[...BAD_BODIES, ...wholes, ...notInUtf8(example)].map((text) => ({
      what: `the body is ${text.toString('latin1').slice(0, 60)}`,
      raw: right(target, { body: text }),
    })),
    { what: 'the body is too large', raw: right(target, { body: `"${'x'.repeat(100_000)}"` }) },
    ...types,
  ];
}

/** The right body, but that one of its texts has a byte that UTF-8 has not. */
function notInUtf8(example: Fields): Buffer[] {
  return Object.entries(example)
    .filter(([, value]) => typeof value === 'string')
    .map(([name, value]) => {
      const marked = JSON.stringify({ ...example, [name]: `${String(value)}\u00ff` });
      return Buffer.from(marked, 'latin1');
    });
}

function exampleOf(body: z.ZodObject): Fields {
  const [example] = (body.meta()?.examples ?? []) as Fields[];
  if (example === undefined) throw new Error(`${body.meta()?.id ?? 'A body'} has no example.`);
  return example;
}
