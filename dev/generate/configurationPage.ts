import { z } from 'zod';
import { environmentSchema, readersOf, type Environment } from '../../config/environment';
import { literal, page, table } from './page';
import { MEANINGS } from './settingMeanings';

/** The part of JSON Schema that the settings use. */
const jsonSchema = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  format: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  pattern: z.string().optional(),
  default: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).optional(),
});

const objectSchema = z.object({
  properties: z.record(z.string(), jsonSchema),
  required: z.array(z.string()).default([]),
});

type JsonSchema = z.infer<typeof jsonSchema>;

const NAMES = Object.keys(environmentSchema.shape) as (keyof Environment)[];

/** docs/generated/configuration.md, from the schema of config/environment.ts. */
export function configurationPage(): string {
  const given = described('input');
  const read = described('output');
  const rows = NAMES.map((name) => [
    literal(name),
    typeOf(given.properties[name] ?? {}, read.properties[name] ?? {}),
    given.required.includes(name) ? '**required**' : defaultOf(read.properties[name] ?? {}),
    readersOf(name).join(', '),
    MEANINGS[name],
  ]);
  return page(
    'Configuration',
    'Made from `SECTIONS` in `config/sections.ts`: every variable that the worker, the API and ' +
      '`npm run setup` read from their environment, once, at start. A process that ' +
      'is given something unusable names everything wrong with it and does not start.',
    table(['name', 'type', 'default', 'read by', 'meaning'], rows),
    '## Outside HAKIKA_ENV=local',
    '`CALLBACK_BASE_URL` must be https, `TIMING_SCALE` must be 1, and `CALLBACK_SOURCES` may not ' +
      'be empty.',
  );
}

function described(io: 'input' | 'output'): z.infer<typeof objectSchema> {
  return objectSchema.parse(z.toJSONSchema(environmentSchema, { io, unrepresentable: 'any' }));
}

function typeOf(schema: JsonSchema, readAs: JsonSchema): string {
  if (readAs.type === 'boolean') return '`true` or `false`';
  if (schema.enum) return schema.enum.map(literal).join(', ');
  if (schema.format === 'uri') return 'URL';
  if (schema.pattern) return `text that matches ${literal(schema.pattern)}`;
  if (readAs.type === 'integer') return `whole number ${bounds(readAs)}`.trim();
  if (readAs.type === 'number') return `number ${bounds(readAs)}`.trim();
  return 'text';
}

function bounds({ minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  const least = minimum === undefined ? `above ${exclusiveMinimum ?? 0}` : `from ${minimum}`;
  const bounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  return bounded ? `${least} to ${maximum}` : least;
}

function defaultOf({ default: value }: JsonSchema): string {
  if (value === undefined) return 'none';
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return text === '' ? 'empty' : literal(text);
}
