import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { pageQuery } from '../../fields';
import { operatorSchema } from '../operatorSchema';

export const listOperatorsContract = defineContract({
  operationId: 'listOperators',
  method: 'get',
  path: '/admin/v1/operators',
  tag: 'Operators',
  summary: 'List operators',
  description: 'In the order in which they were made, revoked ones too.',
  role: 'viewer',
  query: z.strictObject(pageQuery),
  answers: {
    200: {
      description: 'A page of operators.',
      schema: z.strictObject({ operators: z.array(operatorSchema) }),
    },
  },
  errors: {},
});
