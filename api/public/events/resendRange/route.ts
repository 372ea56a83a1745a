import { operation } from '../../../contract/operation';
import { pageOfEvents } from '../pageOfEvents';
import { hasEndpoint, NO_ENDPOINT, sendAllAgain } from '../sendAgain';
import { resendEventsContract } from './contract';

const { refuse } = resendEventsContract;

/** Delivers the events of a range of time again, a bounded number with each request. */
export const resendEvents = operation(resendEventsContract)(
  (deps) =>
    async ({ body, principal: { merchantId } }) => {
      if (!(await hasEndpoint(deps, merchantId))) throw refuse('no_endpoint', NO_ENDPOINT);
      const { items, nextCursor } = await pageOfEvents(deps, merchantId, body);
      await sendAllAgain(deps, items);
      const answer = { object: 'resend' as const, queued: items.length, nextCursor };
      return { status: 202, body: answer };
    },
);
