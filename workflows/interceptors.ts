import type {
  WorkflowInterceptorsFactory,
  WorkflowOutboundCallsInterceptor,
} from '@temporalio/workflow';
import { isUndecodable } from '../domain/values/undecodable';

/** Fails the task, not the workflow: it is tried again, and goes on once the key is there. */
function readable<T>(result: T): T {
  if (isUndecodable(result)) throw new Error('The result of an activity cannot be decoded.');
  return result;
}

const outbound: WorkflowOutboundCallsInterceptor = {
  scheduleActivity: async (input, next) => readable(await next(input)),
  scheduleLocalActivity: async (input, next) => readable(await next(input)),
};

/** What stands between our workflows and the engine. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      execute: async (input, next) => {
        if (input.args.some(isUndecodable)) throw new Error('The input cannot be decoded.');
        return next(input);
      },
    },
  ],
  outbound: [outbound],
});
