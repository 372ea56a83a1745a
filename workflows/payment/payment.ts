import {
  ApplicationFailure,
  CancellationScope,
  condition,
  ContinueAsNew,
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index';
import type { PaymentProgress } from '../../activities/payment/paymentProgress';
import { parseNotice, type Notice } from '../../domain/evidence/notice';
import type { EventId } from '../../domain/values/ids';
import type { PaymentState } from '../../domain/payment/state';
import { announce } from './announce';
import { describeProgress } from './describeProgress';
import { findOut } from './findOut';
import { callbackReceived, type PaymentInput } from '../messages';
import { OWN_STORE, PUSH_ONCE } from '../policies';
import { searchAttributes } from '../searchAttributes';
import { siblingQueue } from '../taskQueues';
import { unlessFatal } from '../unlessFatal';

const store = proxyLocalActivities<Activities>(OWN_STORE);

/** How many rounds of reading fit in a run: the plan has some fifteen, and each callback is one. */
const MAX_ROUNDS = 200;

/**
 * One payment, from prompt to proof. Re-entrant: started on a payment in any state it does what
 * remains to be done, and nothing twice, because every step looks at the stored state first. A
 * request to cancel it changes nothing: no prompt comes off a phone by it, and money may move.
 */
export async function payment(input: PaymentInput): Promise<PaymentState> {
  try {
    return await CancellationScope.nonCancellable(() => run(input));
  } catch (error) {
    if (error instanceof ContinueAsNew) throw error;
    upsertSearchAttributes([{ key: searchAttributes.needsAttention, value: true }]);
    throw error;
  }
}

async function run({ paymentId, arrived: heard = [] }: PaymentInput): Promise<PaymentState> {
  const arrived = heard.flatMap((given) => parseNotice(given) ?? []);
  const hasArrived = () => arrived.length > 0;
  let isCalledBack = hasArrived();
  const handedOver = new Set<EventId>();
  setHandler(
    callbackReceived,
    (given: unknown) => {
      const notice = parseNotice(given);
      if (notice === null) return;
      arrived.push(stamped(notice));
      isCalledBack = true;
    },
    { description: 'Safaricom has POSTed something about this payment.' },
  );
  setCurrentDetails('Sending the prompt to the phone.');
  let progress = await prompt({ paymentId }, hasArrived);
  await announce(paymentId, progress, handedOver);
  for (let round = 0; progress.next !== null || hasArrived(); round += 1) {
    if (round === MAX_ROUNDS) {
      // Callbacks may come without end; a plan of ours that has none is a bug.
      if (!isCalledBack) throw ApplicationFailure.nonRetryable('Too many rounds', 'Unbounded');
      await continueAsNew<typeof payment>({ paymentId, arrived });
    }
    listAs(progress);
    await untilDue(progress, hasArrived);
    progress = await findOut({ paymentId, progress, arrived });
    // What arrived instead of a prompt that was to be tried again proved to be nothing.
    if (progress.state === 'created') progress = await prompt({ paymentId }, hasArrived);
    await announce(paymentId, progress, handedOver);
  }
  listAs(progress);
  setCurrentDetails(describeProgress(progress));
  return progress.state;
}

/** Dated by the engine's clock: the listener's may differ, and reads are timed by ours. */
function stamped(notice: Notice): Notice {
  if ('kind' in notice) return notice;
  return { ...notice, evidence: { ...notice.evidence, atMs: Date.now() } };
}

/**
 * Keeps what operators list payments by. An open payment is listed as awaiting its customer from
 * the start, so that a happy one pays for one change only, at its end.
 */
function listAs(progress: PaymentProgress): void {
  const { state, failureCode, receipt, needsAttention } = progress;
  const listed = workflowInfo().typedSearchAttributes;
  const isOpenStill = state === 'awaiting_customer' || state === 'verifying';
  if (isOpenStill || listed.get(searchAttributes.paymentStatus) === state) return;
  upsertSearchAttributes([
    // A run that a late callback started knows its payment by id alone until now.
    { key: searchAttributes.merchantId, value: progress.merchantId },
    { key: searchAttributes.shortcode, value: progress.shortcode },
    { key: searchAttributes.paymentStatus, value: state },
    { key: searchAttributes.failureCode, value: failureCode },
    { key: searchAttributes.receipt, value: receipt },
    { key: searchAttributes.needsAttention, value: needsAttention },
  ]);
}

/**
 * Prompts once. What provably never left may be claimed anew until the customer has gone, unless
 * something arrives meanwhile: a callback says that it left after all.
 */
async function prompt(
  { paymentId }: PaymentInput,
  hasArrived: () => boolean,
): Promise<PaymentProgress> {
  const { fairnessKey, taskQueue } = pushRouting();
  const push = proxyActivities<Activities>({
    ...PUSH_ONCE,
    taskQueue,
    priority: { priorityKey: 1, fairnessKey },
    summary: 'STK push',
  });
  for (;;) {
    const outcome = await push.promptCustomer({ paymentId }).catch(unlessFatal);
    const progress = await recorded({ paymentId }, outcome);
    if (progress.promptAgainAtMs === null || hasArrived()) return progress;
    setCurrentDetails('The prompt could not be sent; trying again shortly.');
    const arrivedFirst = await condition(
      hasArrived,
      Math.max(1, progress.promptAgainAtMs - Date.now()),
      {
        summary: 'Wait before the prompt is tried again',
      },
    );
    if (arrivedFirst) return progress;
  }
}

type PromptOutcome = Awaited<ReturnType<Activities['promptCustomer']>> | null;

/** Gets the push's outcome into the store, whichever of the two was lost. */
async function recorded({ paymentId }: PaymentInput, outcome: PromptOutcome) {
  if (outcome?.kind === 'progress') return outcome.progress;
  if (outcome?.kind === 'unrecorded') return store.recordPush({ paymentId, push: outcome.push });
  return store.recordLostPush({ paymentId });
}

function pushRouting() {
  const info = workflowInfo();
  const shortcode = info.typedSearchAttributes.get(searchAttributes.shortcode);
  return { fairnessKey: shortcode ?? 'unknown', taskQueue: siblingQueue('daraja', info.taskQueue) };
}

async function untilDue(progress: PaymentProgress, hasArrived: () => boolean): Promise<void> {
  const { next } = progress;
  if (next === null || hasArrived()) return;
  const waitMs = next.atMs - Date.now();
  if (waitMs <= 0) return;
  setCurrentDetails(describeProgress(progress));
  await condition(hasArrived, waitMs, { summary: describeProgress(progress) });
}
