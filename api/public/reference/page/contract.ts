import { z } from 'zod';
import { defineContract } from '../../../contract/contract';

export const getDocsContract = defineContract({
  operationId: 'getDocs',
  method: 'get',
  path: '/v1/docs',
  tag: 'Reference',
  summary: 'This API as a page to read',
  description: 'The same as the OpenAPI document, for people.',
  role: null,
  answers: {
    200: {
      description: 'The page.',
      schema: z.string(),
      mediaType: 'text/html',
      headers: {
        'Content-Security-Policy': {
          description: 'Allows the style of the page and nothing else.',
          example: "default-src 'none'; style-src 'sha256-…'",
        },
      },
    },
  },
  errors: {},
});
