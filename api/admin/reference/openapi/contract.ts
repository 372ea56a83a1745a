import { z } from 'zod';
import { defineContract } from '../../../contract/contract';

export const getAdminOpenApiContract = defineContract({
  operationId: 'getAdminOpenApi',
  method: 'get',
  path: '/admin/v1/openapi.json',
  tag: 'Reference',
  summary: 'This API as an OpenAPI document',
  description: 'OpenAPI 3.1 with JSON Schema 2020-12.',
  role: 'viewer',
  answers: {
    200: {
      description: 'The document.',
      schema: z.looseObject({ openapi: z.string().meta({ description: 'The version, 3.1.x.' }) }),
    },
  },
  errors: {},
});
