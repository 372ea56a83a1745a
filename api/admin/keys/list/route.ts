import { operation } from '../../../contract/operation';
import { pageOfQuery } from '../../fields';
import { presentKey } from '../keySchema';
import { listKeysContract } from './contract';

export const listKeys = operation(listKeysContract)(({ store }) => async ({ query }) => {
  const { merchantId, operatorId } = query;
  const keys = await store.apiKeys.list(pageOfQuery(query), {
    ...(merchantId !== undefined && { merchantId }),
    ...(operatorId !== undefined && { operatorId }),
  });
  return { status: 200, body: { keys: keys.map(presentKey) } };
});
