import type { DarajaClient } from '../../daraja/client';
import type { DomainHost } from '../../domain/machine/machine';
import type { PhoneRules } from '../../domain/payment/phone';
import type { PaymentTiming } from '../../domain/payment/timing';
import type { PaymentId } from '../../domain/values/ids';
import type { Secret } from '../../domain/values/secret';
import type { Store } from '../../store/store';
import type { BusinessEvents } from '../../telemetry/events';

/** Where Safaricom is to call back. The tokens in these addresses are secrets. */
export interface CallbackAddresses {
  stk(paymentId: PaymentId, token: Secret<string>): Secret<string>;
  transactionStatus(paymentId: PaymentId): {
    readonly resultUrl: Secret<string>;
    readonly timeoutUrl: Secret<string>;
  };
}

/** What the activities of payments work with. */
export interface PaymentDependencies {
  readonly store: Pick<Store, 'payments' | 'inbox' | 'merchants' | 'shortcodes'>;
  readonly daraja: Pick<DarajaClient, 'stkPush' | 'stkQuery' | 'transactionStatus'>;
  readonly addresses: CallbackAddresses;
  readonly host: DomainHost;
  readonly timing: PaymentTiming;
  readonly phoneRules: PhoneRules;
  /** True on a developer's machine alone, where Daraja is the simulator. */
  readonly allowPlainHttp: boolean;
  /** 256 random bits for a callback address. */
  readonly newToken: () => Secret<string>;
  readonly nowMs: () => number;
  readonly report: Pick<
    BusinessEvents,
    'paymentReached' | 'phoneBusy' | 'activityFailed' | 'messageDropped'
  >;
}
