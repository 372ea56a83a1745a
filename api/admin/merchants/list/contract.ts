import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { pageQuery } from '../../fields';
import { merchantSchema } from '../merchantSchema';

export const listMerchantsContract = defineContract({
  operationId: 'listMerchants',
  method: 'get',
  path: '/admin/v1/merchants',
  tag: 'Merchants',
  summary: 'List merchants',
  description: 'In the order in which they were made.',
  role: 'viewer',
  query: z.strictObject(pageQuery),
  answers: {
    200: {
      description: 'A page of merchants.',
      schema: z.strictObject({ merchants: z.array(merchantSchema) }),
    },
  },
  errors: {},
});
