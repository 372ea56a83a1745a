import type { ActivityDependencies } from './dependencies';
import { paymentActivities } from './payment';
import { sweepActivities } from './sweep';
import { webhookActivities } from './webhook';

/** Every subject's activities, bound to what they work with. A new subject adds its map here. */
// The map is the type: the workflows derive theirs from it.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function createActivities(deps: ActivityDependencies) {
  return { ...paymentActivities(deps), ...sweepActivities(deps), ...webhookActivities(deps) };
}

/** The activities as a workflow calls them. */
export type Activities = ReturnType<typeof createActivities>;
