import type { OpenApiDocument } from '../../../contract/openapi/document';
import type { JsonSchema } from '../../../contract/openapi/types';
import { html, inline, NOTHING, type Html } from './html';

type Schemas = OpenApiDocument['components']['schemas'];

export function componentName({ $ref }: JsonSchema): string | null {
  return $ref?.split('/').at(-1) ?? null;
}

/** The fields of an object, those of objects within it below each. */
export function fieldList(schema: JsonSchema, schemas: Schemas): Html {
  const named = schemas[componentName(schema) ?? ''] ?? schema;
  const fields = Object.entries(named.properties ?? {});
  if (fields.length === 0) return NOTHING;
  const items = fields.map(([name, field]) =>
    fieldItem(
      { name, isRequired: named.required?.includes(name) === true, schema: field },
      schemas,
    ),
  );
  return html`<ul class="fields">
    ${items}
  </ul>`;
}

interface Field {
  readonly name: string;
  readonly isRequired: boolean;
  readonly schema: JsonSchema;
  readonly description?: string | undefined;
  /** Where a parameter goes. */
  readonly place?: string;
}

/** One field or parameter, with the values that it may have and the fields within it. */
export function fieldItem(field: Field, schemas: Schemas): Html {
  const { name, isRequired, schema, place, description = schema.description } = field;
  const { shown, isNullable } = withoutNull(schema);
  const type = [
    typeOf(shown),
    ...(isNullable ? ['or null'] : []),
    ...(place ? [`(${place})`] : []),
  ];
  return html`<li>
    <div class="field">
      <code class="name">${name}</code>
      <span class="type">${type.join(' ')}</span>
      ${isRequired ? NOTHING : html`<span class="optional">optional</span>`}
    </div>
    ${description === undefined ? NOTHING : html`<p>${inline(description)}</p>`} ${valuesOf(shown)}
    ${fieldList(shown.items ?? shown, schemas)}
  </li>`;
}

function withoutNull(schema: JsonSchema): { shown: JsonSchema; isNullable: boolean } {
  const options = schema.anyOf ?? [];
  const rest = options.filter(({ type }) => type !== 'null');
  const [only] = rest;
  if (only === undefined || rest.length === options.length) {
    return { shown: schema, isNullable: false };
  }
  return { shown: rest.length === 1 ? only : { anyOf: rest }, isNullable: true };
}

function typeOf(schema: JsonSchema): string {
  const name = componentName(schema);
  if (name !== null) return name;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.items) return `list of ${typeOf(schema.items)}s`;
  if (schema.format === 'date-time') return 'date and time';
  return [schema.type ?? 'value'].flat().join(' or ');
}

function valuesOf(schema: JsonSchema): Html {
  const values = schema.enum ?? schema['x-extensible-enum'];
  if (values === undefined) return NOTHING;
  const listed = values.map((value) => html`<code>${String(value)}</code> `);
  const more = schema.enum ? NOTHING : html`<span class="optional">more may come</span>`;
  return html`<p class="values">${listed}${more}</p>`;
}
