import { z } from 'zod';
import { OPERATOR_ROLES } from '../../../domain/operator/operatorRole';
import type { Operator } from '../../../store/operators/operators';
import { moment } from '../../contract/openapi/marks';
import { idField } from '../fields';

export const operatorSchema = z
  .strictObject({
    id: z.string().meta({ description: 'The id.' }),
    name: z.string().meta({ description: 'The name.' }),
    roles: z.array(z.enum(OPERATOR_ROLES)).meta({ description: 'What the operator may do.' }),
    createdAt: moment.meta({ description: 'When it was made.' }),
    revokedAt: moment.nullable().meta({ description: 'When it was revoked.' }),
  })
  .meta({ id: 'Operator', description: 'A person who runs Hakika.' });

export function presentOperator(operator: Operator): z.output<typeof operatorSchema> {
  return {
    id: operator.operatorId,
    name: operator.name,
    roles: [...operator.roles],
    createdAt: operator.createdAt.toISOString(),
    revokedAt: operator.revokedAt?.toISOString() ?? null,
  };
}

export const operatorId = idField('operator', 'operatorId', 'The id of an operator.');
