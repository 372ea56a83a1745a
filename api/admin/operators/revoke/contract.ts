import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { reason } from '../../fields';
import { operatorId, operatorSchema } from '../operatorSchema';

export const revokeOperatorContract = defineContract({
  operationId: 'revokeOperator',
  method: 'post',
  path: '/admin/v1/operators/{operatorId}/revoke',
  tag: 'Operators',
  summary: 'Revoke an operator',
  description: 'With every key, from the next request on. Revoking again changes nothing.',
  role: 'admin',
  params: z.strictObject({ operatorId }),
  body: z.strictObject({ reason }).meta({
    id: 'RevokeOperator',
    description: 'Why an operator is revoked.',
    examples: [{ reason: 'Ticket 47: has left.' }],
  }),
  answers: { 200: { description: 'The operator is revoked.', schema: operatorSchema } },
  errors: {
    not_found: 'There is no operator with this id.',
    conflict: 'It is the operator who calls.',
  },
});
