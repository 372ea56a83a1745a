import { operation } from '../../../contract/operation';
import { pageOfEvents } from '../pageOfEvents';
import { presentEvent } from '../presentEvent';
import { listEventsContract } from './contract';

/** What the merchant was told, page by page. */
export const listEvents = operation(listEventsContract)((deps) => async ({ query, principal }) => {
  const { items, nextCursor } = await pageOfEvents(deps, principal.merchantId, query);
  return {
    status: 200,
    body: { object: 'list' as const, data: items.map(presentEvent), nextCursor },
  };
});
