import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { guarded } from '../../../activities/guarded';

/** What was reported of an activity that throws this. */
async function reportedOf(error: unknown) {
  const reported: string[] = [];
  const guard = guarded({ activityFailed: (name) => reported.push(name) });
  const activity = guard('ask', () => Promise.reject(error as Error));
  const thrown = await activity({}).catch((caught: unknown) => caught);
  return { reported, thrown };
}

// Guarantees that operators see a failure, and that nothing of its text is in a history.
it('reports a failure and passes on no more than its type', async () => {
  const { reported, thrown } = await reportedOf(new TypeError('from 2547…'));
  expect(reported).toEqual(['ask']);
  expect(thrown).toMatchObject({ type: 'TypeError', message: 'TypeError; see the log' });
});

// Guarantees that the log tells faults from waiting: thousands of open prompts are no fault.
it('does not report an activity that only waits for its next try', async () => {
  const { BENIGN } = ApplicationFailureCategory;
  const waiting = ApplicationFailure.create({ message: 'not yet', category: BENIGN });
  const { reported, thrown } = await reportedOf(waiting);
  expect(reported).toEqual([]);
  expect(thrown).toBe(waiting);
});
