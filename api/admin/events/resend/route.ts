import { NO_SUCH_EVENT } from '../../../contract/idField';
import { operation } from '../../../contract/operation';
import { presentEvent } from '../../../public/events/presentEvent';
import { hasEndpoint, sendAgain } from '../../../public/events/sendAgain';
import { actorOf } from '../../fields';
import { NO_ENDPOINT } from '../fields';
import { resendMerchantEventContract } from './contract';

const { refuse } = resendMerchantEventContract;

/** Delivers one event of a merchant's again. */
export const resendMerchantEvent = operation(resendMerchantEventContract)(
  (deps) =>
    async ({ params: { merchantId, eventId }, body, principal }) => {
      const found = await deps.store.events.findAnnounced(merchantId, eventId);
      if (found === null) throw refuse('not_found', NO_SUCH_EVENT);
      if (!(await hasEndpoint(deps, merchantId))) throw refuse('no_endpoint', NO_ENDPOINT);
      const draft = {
        who: actorOf(principal),
        action: 'events.resend',
        subject: { kind: 'event', id: eventId },
        detail: { merchantId, paymentId: found.owner.id },
        why: body.reason,
      };
      await deps.store.auditLog.record(draft, () => sendAgain(deps, found));
      const event = { ...found.event, status: 'pending', deliveredAtMs: null } as const;
      return { status: 202, body: presentEvent({ ...found, event }) };
    },
);
