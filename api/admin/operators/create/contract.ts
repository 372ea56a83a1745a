import { z } from 'zod';
import { OPERATOR_ROLES } from '../../../../domain/operator/operatorRole';
import { defineContract } from '../../../contract/contract';
import { personName, reason, ruled } from '../../fields';
import { madeKeySchema } from '../../keys/keySchema';
import { operatorSchema } from '../operatorSchema';

const roles = ruled(
  z.array(z.enum(OPERATOR_ROLES)).min(1).max(OPERATOR_ROLES.length).meta({
    description: 'One or more of `viewer`, `support`, `finance` and `admin`; all may look.',
  }),
  {
    name: 'roles',
    rule: `must be a list of ${OPERATOR_ROLES.join(', ')}`,
    remedy: 'Send ["viewer"] for who only looks.',
  },
);

export const createOperatorContract = defineContract({
  operationId: 'createOperator',
  method: 'post',
  path: '/admin/v1/operators',
  tag: 'Operators',
  summary: 'Make an operator',
  description: 'With a first key, which is shown only once.',
  role: 'admin',
  body: z.strictObject({ name: personName, roles, reason }).meta({
    id: 'CreateOperator',
    description: 'An operator to make.',
    examples: [{ name: 'Amina', roles: ['support'], reason: 'Ticket 46: joins support.' }],
  }),
  answers: {
    201: {
      description: 'The operator is made.',
      schema: z.strictObject({ operator: operatorSchema, ...madeKeySchema.shape }),
    },
  },
  errors: {},
});
