import type { DarajaClient } from '../daraja/client';
import type { EventId, PaymentId } from '../domain/values/ids';
import type { Secret } from '../domain/values/secret';
import type { PaymentTiming } from '../domain/payment/timing';
import type { DomainHost } from '../domain/payment/transition';
import type { Store } from '../store/store';
import type { DeliveryResult, WebhookSender } from '../webhooks/sender';

/** Where Safaricom is to call back. The tokens in these addresses are secrets. */
export interface CallbackAddresses {
  stk(paymentId: PaymentId, token: Secret<string>): Secret<string>;
  transactionStatus(paymentId: PaymentId): {
    readonly resultUrl: Secret<string>;
    readonly timeoutUrl: Secret<string>;
  };
}

/** Which event of which payment a merchant is to be told. */
export interface DeliveryInput {
  readonly paymentId: PaymentId;
  readonly eventId: EventId;
}

/** What the activities do their work with; `workers/` wires the real ones. */
export interface ActivityDependencies {
  readonly store: Pick<Store, 'payments' | 'callbacks' | 'merchants' | 'shortcodes'>;
  readonly daraja: Pick<DarajaClient, 'stkPush' | 'stkQuery' | 'transactionStatus'>;
  readonly webhooks: WebhookSender;
  readonly addresses: CallbackAddresses;
  readonly host: DomainHost;
  readonly timing: PaymentTiming;
  /** True on a developer's machine alone, where Daraja is the simulator. */
  readonly allowPlainHttp: boolean;
  /** 256 random bits for a callback address. */
  readonly newToken: () => Secret<string>;
  readonly nowMs: () => number;
  /** Told of every payment that reached a new state, for the metrics. */
  readonly onSettled: (state: string) => void;
  /** Told of every try to deliver an event, for the metrics and the log. */
  readonly onDelivery: (event: DeliveryInput, result: DeliveryResult) => void;
  /** Told of every activity that failed, for the log. */
  readonly onFailure: (activity: string, paymentId: PaymentId, error: unknown) => void;
}
