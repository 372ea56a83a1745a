import type { PaymentDependencies } from './payment/dependencies';
import type { SweepDependencies } from './sweep/dependencies';
import type { WebhookDependencies } from './webhook/dependencies';

/** What the activities do their work with; each subject names its own part, `wiring/` fills all. */
export type ActivityDependencies = PaymentDependencies & SweepDependencies & WebhookDependencies;
