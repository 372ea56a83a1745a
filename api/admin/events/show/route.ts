import { NO_SUCH_EVENT } from '../../../contract/idField';
import { operation } from '../../../contract/operation';
import { presentEvent } from '../../../public/events/presentEvent';
import { showMerchantEventContract } from './contract';

/** One event of a merchant's, with its tries. */
export const showMerchantEvent = operation(showMerchantEventContract)(
  ({ store }) =>
    async ({ params: { merchantId, eventId } }) => {
      const found = await store.events.findAnnounced(merchantId, eventId);
      if (found === null) throw showMerchantEventContract.refuse('not_found', NO_SUCH_EVENT);
      return { status: 200, body: presentEvent(found) };
    },
);
