import { NO_SUCH_EVENT } from '../../../contract/idField';
import { operation } from '../../../contract/operation';
import { presentEvent } from '../presentEvent';
import { hasEndpoint, NO_ENDPOINT, sendAgain } from '../sendAgain';
import { resendEventContract } from './contract';

const { refuse } = resendEventContract;

/** Delivers one event again. */
export const resendEvent = operation(resendEventContract)(
  (deps) =>
    async ({ params: { eventId }, principal: { merchantId } }) => {
      const found = await deps.store.events.findAnnounced(merchantId, eventId);
      if (found === null) throw refuse('not_found', NO_SUCH_EVENT);
      if (!(await hasEndpoint(deps, merchantId))) throw refuse('no_endpoint', NO_ENDPOINT);
      await sendAgain(deps, found);
      const event = { ...found.event, status: 'pending', deliveredAtMs: null } as const;
      return { status: 202, body: presentEvent({ ...found, event }) };
    },
);
