import type { MerchantId } from '../../../domain/values/ids';
import type { AnnouncedEvent } from '../../../store/events/announcedEvent';
import type { ApiDependencies } from '../../dependencies';
import { engineError } from '../../http/engineError';
import type { ErrorDetail } from '../../http/errors';

const AT_ONCE = 10;

export const NO_ENDPOINT: ErrorDetail = {
  publicMessage: 'You have no webhook endpoint.',
  remedy: 'Have one set up, and send the events again.',
};

/** Whether there is anybody to send to. */
export async function hasEndpoint(
  { store }: ApiDependencies,
  merchantId: MerchantId,
): Promise<boolean> {
  return Boolean((await store.merchants.find(merchantId))?.webhook);
}

/**
 * Sends an event again. It waits in the store before its workflow starts: a delivery sends only
 * what waits, and one that the engine did not take is seen to wait.
 */
export async function sendAgain(
  { store, engine }: ApiDependencies,
  { owner, merchantId, event: { eventId } }: AnnouncedEvent,
): Promise<void> {
  await store.events.reopen({ owner, eventId });
  try {
    await engine.resend({ owner, eventId, merchantId });
  } catch (cause) {
    throw engineError(cause, {
      kept: 'The event waits to be sent',
      repeat: 'until it is confirmed',
    });
  }
}

/** Sends a page of events again, the older ones first, as they happened. */
export async function sendAllAgain(
  deps: ApiDependencies,
  newestFirst: readonly AnnouncedEvent[],
): Promise<void> {
  const events = newestFirst.toReversed();
  for (let begin = 0; begin < events.length; begin += AT_ONCE) {
    const some = events.slice(begin, begin + AT_ONCE);
    await Promise.all(some.map((event) => sendAgain(deps, event)));
  }
}
