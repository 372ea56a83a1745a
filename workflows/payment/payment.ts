import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  TemporalFailure,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { PaymentProgress } from '../../activities/payment/paymentProgress';
import { parseNotice, type Notice } from '../../domain/evidence/notice';
import type { PaymentState } from '../../domain/payment/state';
import type { EventId, PaymentId } from '../../domain/values/ids';
import { paymentOwner } from '../../domain/values/owner';
import { isUndecodable } from '../../domain/values/undecodable';
import { announce } from '../announce';
import { callbackReceived, type PaymentInput } from '../messages';
import { STOPPING } from '../policies';
import { searchAttributes } from '../searchAttributes';
import { fatalTypeOf } from '../unlessFatal';
import { describeProgress } from './describeProgress';
import { heedOperators } from './heedOperators';
import { Instructions } from './instructions';
import { listAs } from './list';
import { prompt } from './prompt';
import { oneRound } from './round';

const stopping = proxyLocalActivities<Activities>(STOPPING);

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
    // Anything else is a hand-over to a new run, a bug of ours, or a key that is not here yet: the
    // task is then tried again, and the payment stays as it is.
    if (!(error instanceof TemporalFailure)) throw error;
    await CancellationScope.nonCancellable(() => stop(input.paymentId, error));
    throw error;
  }
}

async function run({ paymentId, arrived: heard = [] }: PaymentInput): Promise<PaymentState> {
  const arrived = heard.flatMap((given) => parseNotice(given) ?? []);
  const instructions = new Instructions();
  const hasArrived = () => arrived.length > 0 || instructions.areWaiting;
  // An operator's wish to ask hastens no push: only what Safaricom sent tells of an earlier one.
  const isCalledBack = () => arrived.some(({ kind }) => kind !== 'ask_now');
  let isTold = hasArrived();
  let progress: PaymentProgress | null = null;
  const hear = (notice: Notice) => {
    arrived.push(notice);
    isTold = true;
  };
  const handedOver = new Set<EventId>();
  const owner = paymentOwner(paymentId);
  setHandler(
    callbackReceived,
    (given: unknown) => {
      const notice = noticeIn(given);
      if (notice !== null) hear(stamped(notice));
    },
    { description: 'Safaricom has POSTed something about this payment.' },
  );
  heedOperators({ progress: () => progress, hear, instructions });
  setCurrentDetails('Sending the prompt to the phone.');
  progress = await prompt(paymentId, isCalledBack);
  await announce(owner, progress, handedOver);
  for (let round = 0; progress.next !== null || hasArrived(); round += 1) {
    if (round >= MAX_ROUNDS && !instructions.areWaiting) {
      // Callbacks and orders may come without end; a plan of ours that has none is a bug.
      const isAsked = isTold || instructions.haveCome;
      if (!isAsked) throw ApplicationFailure.nonRetryable('Too many rounds', 'Unbounded');
      await condition(allHandlersFinished);
      await continueAsNew<typeof payment>({ paymentId, arrived });
    }
    listAs(progress);
    await untilDue(progress, hasArrived);
    progress = await oneRound({ paymentId, progress, arrived, instructions });
    // What arrived instead of a prompt that was to be tried again proved to be nothing.
    if (progress.state === 'created') progress = await prompt(paymentId, isCalledBack);
    await announce(owner, progress, handedOver);
  }
  listAs(progress);
  setCurrentDetails(describeProgress(progress));
  // An operator who waits for an instruction hears what it came to before the run is over.
  await condition(allHandlersFinished);
  return progress.state;
}

/**
 * What a signal brought, or null where it is nothing that the listener sends. One that cannot be
 * decoded is dropped, but says that something may lie in the inbox.
 */
function noticeIn(given: unknown): Notice | null {
  return isUndecodable(given) ? { kind: 'look_in_inbox' } : parseNotice(given);
}

/** Dated by the engine's clock: the listener's may differ, and reads are timed by ours. */
function stamped(notice: Notice): Notice {
  if (notice.kind !== 'callback') return notice;
  return { ...notice, evidence: { ...notice.evidence, atMs: Date.now() } };
}

/**
 * Leaves no orphan behind when a rule is broken: the payment goes to a person or fails, and the
 * merchant is told. A payment that cannot even be read stays as it is, listed for attention.
 */
async function stop(paymentId: PaymentId, error: unknown): Promise<void> {
  const failureType = fatalTypeOf(error) ?? 'Unexpected';
  const value = true;
  try {
    const stopped = await stopping.stopPayment({ paymentId, failureType });
    const key = searchAttributes.paymentStatus;
    upsertSearchAttributes([
      { key, value: stopped.state },
      { key: searchAttributes.needsAttention, value },
    ]);
    await announce(paymentOwner(paymentId), stopped, new Set());
  } catch {
    // The activity has logged why; what stopped the payment is thrown on by the caller.
    upsertSearchAttributes([{ key: searchAttributes.needsAttention, value }]);
  }
  setCurrentDetails('Stopped by a broken rule: see the log of the worker. A person must look.');
}

async function untilDue(progress: PaymentProgress, hasArrived: () => boolean): Promise<void> {
  const { next } = progress;
  if (next === null || hasArrived()) return;
  const waitMs = next.atMs - Date.now();
  if (waitMs <= 0) return;
  setCurrentDetails(describeProgress(progress));
  await condition(hasArrived, waitMs, { summary: describeProgress(progress) });
}
