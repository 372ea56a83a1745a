import { operation } from '../../../contract/operation';
import { pageOfQuery } from '../../fields';
import { presentMerchant } from '../merchantSchema';
import { listMerchantsContract } from './contract';

export const listMerchants = operation(listMerchantsContract)(({ store }) => async ({ query }) => {
  const merchants = await store.merchants.list(pageOfQuery(query));
  return { status: 200, body: { merchants: merchants.map(presentMerchant) } };
});
