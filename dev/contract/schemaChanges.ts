import type { JsonSchema } from '../../api/contract/openapi/types';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** Requests must take all that they took; answers must hold nothing but what they held. */
export interface Side {
  readonly kind: 'request' | 'answer';
  readonly before: Schemas;
  readonly after: Schemas;
}

/** Deeper than any schema of ours: where one refers to itself, the comparison ends. */
const DEPTH_MAX = 12;

/** What breaks between two versions of one schema, one sentence each. */
export function schemaChanges(
  name: string,
  before: JsonSchema,
  after: JsonSchema,
  side: Side,
  depth = 0,
): string[] {
  if (depth > DEPTH_MAX) return [];
  const old = resolved(before, side.before);
  const now = resolved(after, side.after);
  const inside = (part: string, one: JsonSchema, other: JsonSchema) =>
    schemaChanges(part, one, other, side, depth + 1);
  const kinds = kindChanges(name, optionsOf(old, side.before), optionsOf(now, side.after), side);
  if (old.anyOf || now.anyOf) {
    const others = optionsOf(now, side.after);
    const kept = [...optionsOf(old, side.before)].flatMap(([kind, option]) => {
      const other = others.get(kind);
      return other ? inside(name, option, other) : [];
    });
    return [...kinds, ...kept];
  }
  return [
    ...kinds,
    ...valueChanges(name, old, now, side),
    ...(side.kind === 'request' ? boundChanges(name, old, now) : []),
    ...(old.format === now.format ? [] : [`${name} has another format.`]),
    ...fieldChanges(name, old, now, side, inside),
    ...(old.items && now.items ? inside(`an item of ${name}`, old.items, now.items) : []),
  ];
}

type Inside = (part: string, one: JsonSchema, other: JsonSchema) => string[];

function resolved(schema: JsonSchema, schemas: Schemas): JsonSchema {
  return schemas[schema.$ref?.split('/').at(-1) ?? ''] ?? schema;
}

const ANYTHING = 'anything';

type Options = ReadonlyMap<string, JsonSchema>;

/** The kinds of value that a schema allows, each with the schema of that kind. */
function optionsOf(schema: JsonSchema, schemas: Schemas): Options {
  const options = (schema.anyOf ?? [schema]).map((option) => resolved(option, schemas));
  return new Map(
    options.flatMap((option) =>
      [option.type ?? ANYTHING].flat().map((type) => [type, option] as const),
    ),
  );
}

function kindChanges(name: string, before: Options, after: Options, { kind }: Side): string[] {
  const missing = (from: Options, list: Options) =>
    [...list.keys()].filter((one) => !from.has(one) && !from.has(ANYTHING));
  return kind === 'request'
    ? missing(after, before).map((one) => `${name} does not take ${one} now.`)
    : missing(before, after).map((one) => `${name} can be ${one} now.`);
}

function valueChanges(name: string, old: JsonSchema, now: JsonSchema, { kind }: Side): string[] {
  const [before, after] = [valuesOf(old), valuesOf(now)];
  if (kind === 'request') {
    if (after === null) return [];
    if (before === null) return [`${name} takes only certain values now.`];
    const lost = before.filter((value) => !after.includes(value));
    return lost.map((value) => `${name} does not take ${JSON.stringify(value)} now.`);
  }
  if (before === null) return [];
  if (after === null) return [`${name} can have any value now.`];
  const gained = after.filter((value) => !before.includes(value));
  return gained.map((value) => `${name} can be ${JSON.stringify(value)} now.`);
}

/** The only values that there can be, or null. An enumeration that may grow is none of them. */
function valuesOf(schema: JsonSchema): readonly unknown[] | null {
  return schema.const === undefined ? (schema.enum ?? null) : [schema.const];
}

function boundChanges(name: string, old: JsonSchema, now: JsonSchema): string[] {
  const rises = (before = -Infinity, after = -Infinity) => after > before;
  const falls = (before = Infinity, after = Infinity) => after < before;
  const isNarrower =
    rises(old.minimum, now.minimum) ||
    falls(old.maximum, now.maximum) ||
    rises(old.minLength, now.minLength) ||
    falls(old.maxLength, now.maxLength);
  // Whether one pattern takes all that another took cannot be told, so any other counts.
  const hasOtherPattern = now.pattern !== undefined && now.pattern !== old.pattern;
  return [
    ...(isNarrower ? [`${name} has narrower limits now.`] : []),
    ...(hasOtherPattern ? [`${name} has another pattern.`] : []),
  ];
}

function fieldChanges(
  name: string,
  old: JsonSchema,
  now: JsonSchema,
  { kind }: Side,
  inside: Inside,
): string[] {
  const [required, nowRequired] = [new Set(old.required), new Set(now.required)];
  const demanded = [...nowRequired].filter((field) => !required.has(field));
  const promised = [...required].filter((field) => now.properties?.[field]);
  const kept = Object.entries(old.properties ?? {}).flatMap(([field, schema]) => {
    const other = now.properties?.[field];
    const path = `${field} of ${name}`;
    return other === undefined ? [`${path} is gone.`] : inside(path, schema, other);
  });
  const changed =
    kind === 'request'
      ? demanded.map((field) => `${field} of ${name} is required now.`)
      : promised
          .filter((field) => !nowRequired.has(field))
          .map((field) => `${field} of ${name} can be absent now.`);
  return [...changed, ...kept];
}
