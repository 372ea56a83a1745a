import { z } from 'zod';
import { defineContract } from '../../../contract/contract';

export const getOpenApiContract = defineContract({
  operationId: 'getOpenApi',
  method: 'get',
  path: '/v1/openapi.json',
  tag: 'Reference',
  summary: 'This API as an OpenAPI document',
  description: 'OpenAPI 3.1 with JSON Schema 2020-12, for generators of clients and other tools.',
  role: null,
  answers: {
    200: {
      description: 'The document.',
      schema: z.looseObject({ openapi: z.string().meta({ description: 'The version, 3.1.x.' }) }),
    },
  },
  errors: {},
});
