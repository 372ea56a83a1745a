import { operation } from '../../../contract/operation';
import { presentMerchant } from '../merchantSchema';
import { showMerchantContract } from './contract';

export const showMerchant = operation(showMerchantContract)(({ store }) => async ({ params }) => {
  const merchant = await store.merchants.findNow(params.merchantId);
  if (merchant === null) {
    throw showMerchantContract.refuse('not_found', {
      publicMessage: 'No such merchant.',
      remedy: 'List merchants to find its id.',
    });
  }
  return { status: 200, body: presentMerchant(merchant) };
});
