import { operation } from '../../../contract/operation';
import { pageOfEvents } from '../../../public/events/pageOfEvents';
import { hasEndpoint, sendAllAgain } from '../../../public/events/sendAgain';
import { actorOf } from '../../fields';
import { NO_ENDPOINT } from '../fields';
import { resendMerchantEventsContract } from './contract';

const { refuse } = resendMerchantEventsContract;

/** Delivers a merchant's events of a range of time again, a bounded number with each request. */
export const resendMerchantEvents = operation(resendMerchantEventsContract)(
  (deps) =>
    async ({ params: { merchantId }, body, principal }) => {
      if (!(await hasEndpoint(deps, merchantId))) throw refuse('no_endpoint', NO_ENDPOINT);
      const { reason, ...range } = body;
      const { items, nextCursor } = await pageOfEvents(deps, merchantId, range);
      const { createdAfter, createdBefore, status = 'any' } = range;
      const draft = {
        who: actorOf(principal),
        action: 'events.resendRange',
        subject: { kind: 'merchant', id: merchantId },
        detail: { createdAfter, createdBefore, status, events: items.length },
        why: reason,
      };
      await deps.store.auditLog.record(draft, () => sendAllAgain(deps, items));
      const answer = { object: 'resend' as const, queued: items.length, nextCursor };
      return { status: 202, body: answer };
    },
);
