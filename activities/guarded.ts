import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { isUndecodable } from '../domain/values/undecodable';
import type { BusinessEvents } from '../telemetry/events';

/**
 * Wraps activities so that a failure is logged in full here, while only its type and our own ids go
 * into histories and the Temporal UI: messages of drivers and libraries can quote documents,
 * addresses and numbers.
 */
export function guarded({ activityFailed }: Pick<BusinessEvents, 'activityFailed'>) {
  return <Input extends object, Result>(
      name: string,
      activity: (input: Input) => Promise<Result>,
    ): ((input: Input) => Promise<Result>) =>
    async (input) => {
      // A worker without the key must not take what it cannot read for a broken rule.
      if (isUndecodable(input)) throw new Error('The input cannot be decoded.');
      try {
        return await activity(input);
      } catch (error) {
        if (!isWaiting(error)) activityFailed(name, subjectOf(input), error);
        throw withoutDetails(error);
      }
    };
}

/** Whether it only says that it is to be tried again later, which is how an activity waits. */
function isWaiting(error: unknown): boolean {
  const isFailure = error instanceof ApplicationFailure;
  return isFailure && error.category === ApplicationFailureCategory.BENIGN;
}

/** The ids by which a log line says what the activity was about. */
function subjectOf(input: object): Record<string, unknown> {
  const { paymentId, owner, eventId } = input as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries({ paymentId, owner, eventId }).filter(([, value]) => value !== undefined),
  );
}

function withoutDetails(error: unknown): Error {
  if (error instanceof ApplicationFailure) return error;
  const type = error instanceof Error ? error.name : 'Error';
  const rule = error instanceof Error && 'rule' in error ? `: ${String(error.rule)}` : '';
  return ApplicationFailure.create({ message: `${type}${rule}; see the log`, type });
}
