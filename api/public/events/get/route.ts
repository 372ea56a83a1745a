import { NO_SUCH_EVENT } from '../../../contract/idField';
import { operation } from '../../../contract/operation';
import { presentEvent } from '../presentEvent';
import { getEventContract } from './contract';

/** One event of the merchant's, with its tries. */
export const getEvent = operation(getEventContract)(
  (deps) =>
    async ({ params: { eventId }, principal: { merchantId } }) => {
      const found = await deps.store.events.findAnnounced(merchantId, eventId);
      if (found === null) throw getEventContract.refuse('not_found', NO_SUCH_EVENT);
      return { status: 200, body: presentEvent(found) };
    },
);
