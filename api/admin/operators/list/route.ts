import { operation } from '../../../contract/operation';
import { pageOfQuery } from '../../fields';
import { presentOperator } from '../operatorSchema';
import { listOperatorsContract } from './contract';

export const listOperators = operation(listOperatorsContract)(({ store }) => async ({ query }) => {
  const operators = await store.operators.list(pageOfQuery(query));
  return { status: 200, body: { operators: operators.map(presentOperator) } };
});
