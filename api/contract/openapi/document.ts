import type { ContractShape } from '../contract';
import { operationObject } from './operationObject';
import { Components } from './components';
import type { JsonSchema, OperationObject } from './types';

export interface OpenApiDocument {
  readonly openapi: '3.1.1';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string; readonly description: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes: Readonly<Record<string, unknown>>;
  };
}

export interface About extends Pick<OpenApiDocument, 'info' | 'tags'> {
  /** What the reference says of the key that operations need. */
  readonly apiKey: string;
}

/** The OpenAPI document of some contracts. Pure: the same contracts give the same document. */
export function openApiDocument(
  contracts: readonly ContractShape[],
  { info, tags, apiKey }: About,
): OpenApiDocument {
  const components = new Components();
  const paths: Record<string, Record<string, OperationObject>> = {};
  for (const contract of contracts) {
    const { path, method } = contract;
    paths[path] = { ...paths[path], [method]: operationObject(contract, components) };
  }
  return {
    openapi: '3.1.1',
    info,
    servers: [{ url: '/', description: 'The host that serves this document.' }],
    tags,
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: apiKey } },
    },
  };
}
