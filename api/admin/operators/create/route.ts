import { newId } from '../../../../crypto/newId';
import { operation } from '../../../contract/operation';
import { actorOf } from '../../fields';
import { presentOperator } from '../operatorSchema';
import { createOperatorContract } from './contract';

export const createOperator = operation(createOperatorContract)(
  ({ store }) =>
    async ({ body, principal }) => {
      const { name, reason } = body;
      const roles = [...new Set(body.roles)];
      const operatorId = newId('operator');
      const keyId = newId('apiKey');
      const draft = {
        who: actorOf(principal),
        action: 'operators.create',
        subject: { kind: 'operator', id: operatorId },
        detail: { name, roles: roles.join(' '), keyId },
        why: reason,
      };
      const { text } = await store.auditLog.record(draft, async () => {
        await store.operators.add({ operatorId, name, roles });
        return store.apiKeys.create({ kind: 'operator', operatorId }, keyId);
      });
      const operator = presentOperator({
        ...{ operatorId, name, roles },
        createdAt: new Date(),
        revokedAt: null,
      });
      return { status: 201, body: { operator, keyId, key: text.expose() } };
    },
);
