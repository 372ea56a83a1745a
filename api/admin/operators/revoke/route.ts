import { operation } from '../../../contract/operation';
import { actorOf } from '../../fields';
import { presentOperator } from '../operatorSchema';
import { revokeOperatorContract } from './contract';

const { refuse } = revokeOperatorContract;

const NO_SUCH_OPERATOR = {
  publicMessage: 'No such operator.',
  remedy: 'List operators to find the id.',
};

export const revokeOperator = operation(revokeOperatorContract)(
  ({ store }) =>
    async ({ params: { operatorId }, body, principal }) => {
      const { operators, auditLog } = store;
      if ((await operators.find(operatorId)) === null) throw refuse('not_found', NO_SUCH_OPERATOR);
      if (operatorId === principal.operatorId) {
        throw refuse('conflict', {
          publicMessage: 'Nobody revokes themselves, so that an admin is always left.',
          remedy: 'Have another admin do it.',
        });
      }
      const draft = {
        who: actorOf(principal),
        action: 'operators.revoke',
        subject: { kind: 'operator', id: operatorId },
        detail: {},
        why: body.reason,
      };
      await auditLog.record(draft, () => operators.revoke(operatorId));
      const operator = await operators.find(operatorId);
      if (operator === null) throw refuse('not_found', NO_SUCH_OPERATOR);
      return { status: 200, body: presentOperator(operator) };
    },
);
