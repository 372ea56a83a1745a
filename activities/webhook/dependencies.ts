import type { EventId } from '../../domain/values/ids';
import type { Owner } from '../../domain/values/owner';
import type { Store } from '../../store/store';
import type { BusinessEvents } from '../../telemetry/events';
import type { WebhookSender } from '../../webhooks/sender';

/** Which event of which owner a merchant is to be told. */
export interface DeliveryInput {
  readonly owner: Owner;
  readonly eventId: EventId;
}

/** What the activities of webhooks work with. */
export interface WebhookDependencies {
  readonly store: Pick<Store, 'events' | 'merchants'>;
  readonly webhooks: WebhookSender;
  readonly nowMs: () => number;
  readonly report: Pick<BusinessEvents, 'webhookTried' | 'activityFailed'>;
}
