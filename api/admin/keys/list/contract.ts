import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { idField, pageQuery } from '../../fields';
import { keySchema } from '../keySchema';

export const listKeysContract = defineContract({
  operationId: 'listKeys',
  method: 'get',
  path: '/admin/v1/keys',
  tag: 'Keys',
  summary: 'List keys',
  description: 'In the order in which they were made, those that have ended too.',
  role: 'viewer',
  query: z.strictObject({
    merchantId: idField('merchant', 'merchantId', 'Only keys of this merchant.').optional(),
    operatorId: idField('operator', 'operatorId', 'Only keys of this operator.').optional(),
    ...pageQuery,
  }),
  answers: {
    200: {
      description: 'A page of keys.',
      schema: z.strictObject({ keys: z.array(keySchema) }),
    },
  },
  errors: {},
});
