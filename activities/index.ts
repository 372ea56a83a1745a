import { ApplicationFailure } from '@temporalio/common';
import type { PaymentId } from '../domain/values/ids';
import { askTransactionStatus } from './payment/askTransactionStatus';
import { deliverWebhook, parkEvent, tryWebhook } from './webhook/deliverWebhook';
import type { ActivityDependencies } from './dependencies';
import { promptCustomer } from './payment/promptCustomer';
import { findOut } from './payment/findOut';
import { lookInInbox } from './payment/lookInInbox';
import { pollStk } from './payment/queryStk';
import { recordLostPush, recordPush } from './payment/recordPush';
import { settle } from './payment/settle';

const ACTIVITIES = {
  promptCustomer,
  recordPush,
  recordLostPush,
  findOut,
  lookInInbox,
  pollStk,
  askTransactionStatus,
  settle,
  tryWebhook,
  deliverWebhook,
  parkEvent,
} as const;

type Bound<F> = F extends (deps: ActivityDependencies, input: infer I) => infer R
  ? (input: I) => R
  : never;

/** The activities as a workflow calls them. */
export type Activities = { readonly [K in keyof typeof ACTIVITIES]: Bound<(typeof ACTIVITIES)[K]> };

/** Binds every activity to what it works with. */
export function createActivities(deps: ActivityDependencies): Activities {
  const bound = Object.entries(ACTIVITIES).map(([name, activity]) => [
    name,
    async (input: { readonly paymentId: PaymentId }) => {
      try {
        return await activity(deps, input as never);
      } catch (error) {
        deps.onFailure(name, input.paymentId, error);
        throw withoutDetails(error);
      }
    },
  ]);
  return Object.fromEntries(bound) as Activities;
}

/**
 * Failures go into histories and the Temporal UI. Only their type and our own ids may: messages of
 * drivers and libraries can quote documents, addresses and numbers.
 */
function withoutDetails(error: unknown): Error {
  if (error instanceof ApplicationFailure) return error;
  const type = error instanceof Error ? error.name : 'Error';
  const rule = error instanceof Error && 'rule' in error ? `: ${String(error.rule)}` : '';
  return ApplicationFailure.create({ message: `${type}${rule}; see the log`, type });
}
