import { z } from 'zod';
import type { JsonSchema } from './types';

type Direction = 'input' | 'output';

interface Draft {
  [key: string]: unknown;
}

/**
 * Turns zod schemas into JSON Schema 2020-12. What has an id becomes a named component and is
 * referred to by it.
 */
export class Components {
  readonly schemas: Record<string, JsonSchema> = {};

  /** The JSON Schema of one zod schema: a reference where it has a name. */
  add(schema: z.ZodType, direction: Direction): JsonSchema {
    // Inside another one, so that zod treats a named schema at the root like any other.
    const made = z.toJSONSchema(z.object({ root: schema }), {
      io: direction,
      override: ({ jsonSchema }) => finish(jsonSchema as Draft, direction),
    });
    const moved = JSON.parse(
      JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/'),
    ) as { $defs?: Record<string, JsonSchema>; properties: { root: JsonSchema } };
    Object.assign(this.schemas, moved.$defs);
    return moved.properties.root;
  }
}

/** Takes out what is ours alone, and says what callers may rely on. */
function finish(schema: Draft, direction: Direction): void {
  delete schema['sensitive'];
  delete schema['id'];
  if (schema['extensible'] === true) {
    delete schema['extensible'];
    schema['x-extensible-enum'] = schema['enum'];
    delete schema['enum'];
  }
  // The pattern of a leap year tells a reader nothing that the format does not.
  if (schema['format'] === 'date-time') delete schema['pattern'];
  // The bounds of a double's whole numbers are no rule of ours.
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
  // We check our answers strictly, but a caller must expect fields that are new.
  if (direction === 'output') delete schema['additionalProperties'];
}
