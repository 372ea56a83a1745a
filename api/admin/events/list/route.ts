import { operation } from '../../../contract/operation';
import { pageOfEvents } from '../../../public/events/pageOfEvents';
import { presentEvent } from '../../../public/events/presentEvent';
import { listMerchantEventsContract } from './contract';

/** What a merchant was told, page by page. */
export const listMerchantEvents = operation(listMerchantEventsContract)(
  (deps) =>
    async ({ params: { merchantId }, query }) => {
      if ((await deps.store.merchants.findNow(merchantId)) === null) {
        throw listMerchantEventsContract.refuse('not_found', {
          publicMessage: 'No such merchant.',
          remedy: 'List merchants to find its id.',
        });
      }
      const { items, nextCursor } = await pageOfEvents(deps, merchantId, query);
      const data = items.map(presentEvent);
      return { status: 200, body: { object: 'list' as const, data, nextCursor } };
    },
);
