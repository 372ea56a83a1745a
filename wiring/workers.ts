import type { NativeConnection, Worker, WorkflowBundleOption } from '@temporalio/worker';
import { createActivities } from '../activities';
import type { ActivityDependencies } from '../activities/dependencies';
import type { ConfigOf } from '../config/config';
import type { Keyring } from '../crypto/keyring';
import { createWorkers } from '../workers/createWorkers';

export { bundleWorkflows } from '../workers/bundle';
export { installRuntime } from '../workers/runtime';

interface WiredWorkers {
  readonly config: ConfigOf<'worker'>;
  readonly connection: NativeConnection;
  readonly keyring: Keyring;
  readonly deps: ActivityDependencies;
  readonly workflowBundle: WorkflowBundleOption;
}

/** The workers of one process, with the real activities. The caller runs and stops them. */
export async function wireWorkers({ deps, ...parts }: WiredWorkers): Promise<Worker[]> {
  return createWorkers({
    ...parts,
    activities: createActivities(deps),
    onUndecodable: () => deps.report.messageDropped({}),
  });
}
