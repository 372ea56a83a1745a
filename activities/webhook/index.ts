import { guarded } from '../guarded';
import { deliverWebhook, parkEvent, tryWebhook } from './deliverWebhook';
import type { DeliveryInput, WebhookDependencies } from './dependencies';

/**
 * What tells merchants of events, whatever owns them: the first try, the later ones, and giving an
 * event up in sight. It decides nothing about the owner.
 */
// The map is the type: the workflows derive theirs from it.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function webhookActivities(deps: WebhookDependencies) {
  const guard = guarded(deps.report);
  return {
    tryWebhook: guard('tryWebhook', (input: DeliveryInput) => tryWebhook(deps, input)),
    deliverWebhook: guard('deliverWebhook', (input: DeliveryInput) => deliverWebhook(deps, input)),
    parkEvent: guard('parkEvent', (input: DeliveryInput) => parkEvent(deps, input)),
  };
}
