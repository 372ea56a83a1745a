import { guarded } from '../guarded';
import type { SweepDependencies } from './dependencies';
import { sweepPayments } from './sweepPayments';

/**
 * What the sweeper's workflow has done for it. It repairs by the calls that everybody else uses,
 * and decides nothing about a payment.
 */
// The map is the type: the workflows derive theirs from it.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function sweepActivities(deps: SweepDependencies) {
  const guard = guarded(deps.report);
  return {
    sweepPayments: guard('sweepPayments', (_input: object) => sweepPayments(deps)),
  };
}
