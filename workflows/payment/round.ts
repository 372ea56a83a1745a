import {
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { PaymentProgress } from '../../activities/payment/paymentProgress';
import type { CallbackNotice, Notice } from '../../domain/evidence/notice';
import type { PaymentId } from '../../domain/values/ids';
import type { Instructions } from './instructions';
import { OWN_STORE, PATIENT_READ, QUICK_LOOK } from '../policies';
import { siblingQueue } from '../taskQueues';
import { unlessFatal } from '../unlessFatal';

const quick = proxyLocalActivities<Activities>(QUICK_LOOK);
const store = proxyLocalActivities<Activities>(OWN_STORE);

export interface Round {
  readonly paymentId: PaymentId;
  readonly progress: PaymentProgress;
  /** What has been signalled and not been looked at; it may grow while Safaricom is asked. */
  readonly arrived: Notice[];
  /** What operators told the workflow to do; it may grow as well. */
  readonly instructions: Instructions;
}

/** One round: what has arrived, what Safaricom says when asked, and what both together prove. */
export async function oneRound(round: Round): Promise<PaymentProgress> {
  const { paymentId, progress, arrived, instructions } = round;
  const nowMs = Date.now();
  if (instructions.areWaiting) return followed(round, nowMs);
  const taken = arrived.splice(0);
  const notices = callbacksIn(taken);
  const lookInInbox = notices.length < taken.length;
  // A callback and an operator are answered by asking Safaricom; anything else follows the plan.
  const isAsked = notices.length > 0 || taken.some(({ kind }) => kind === 'ask_now');
  const due = taken.length > 0 ? 'inbox' : (progress.next?.read ?? 'inbox');
  const read = isAsked ? 'stk_query' : due;
  const { asked } = progress;
  const input = { paymentId, notices, lookInInbox, askQuery: false, reads: [], nowMs, asked };
  if (read === 'inbox') return (await store.decide(input)).progress;
  if (read === 'transaction_status') {
    await unlessArrived(round, () => patient().askTransactionStatus({ paymentId }));
    return (await store.decide({ ...input, asked: { ...asked, [read]: nowMs } })).progress;
  }
  setCurrentDetails('Asking Safaricom for the outcome.');
  const decided = await quick.decide({ ...input, askQuery: true });
  const { next } = decided.progress;
  // A merchant may believe a callback alone for small sums: then nothing is left to ask.
  if (!decided.isPending || next === null) return decided.progress;
  if (next.read !== 'transaction_status')
    return poll({ ...round, progress: decided.progress }, nowMs);
  // A receipt was named: one question may decide what the query goes on being asked about.
  await unlessArrived(round, () => patient().askTransactionStatus({ paymentId }));
  const askedToo = { ...decided.progress.asked, transaction_status: Date.now() };
  return poll({ ...round, progress: { ...decided.progress, asked: askedToo } }, nowMs);
}

/**
 * A round for what operators told the workflow to do: it is held against all that has arrived, and
 * answered. A callback that came with it, and a receipt that was seen, are asked about next.
 */
async function followed(round: Round, nowMs: number): Promise<PaymentProgress> {
  const { paymentId, progress, arrived, instructions } = round;
  const taken = arrived.splice(0);
  const notices = callbacksIn(taken);
  const told = instructions.take();
  const decided = await store.decide({
    paymentId,
    notices,
    lookInInbox: true,
    askQuery: false,
    reads: [],
    nowMs,
    asked: progress.asked,
    instructions: told,
  });
  const results = decided.results ?? [];
  told.forEach((instruction, index) => {
    const result = results[index];
    if (result !== undefined) instructions.answer(instruction, result);
  });
  const isWanted = notices.length > 0 || taken.some(({ kind }) => kind === 'ask_now');
  const isAttached = told.some(
    ({ kind }, index) => kind === 'attach_receipt' && results[index]?.kind === 'attached',
  );
  if (isWanted || isAttached) arrived.push({ kind: 'ask_now' });
  return decided.progress;
}

/**
 * Asks until Safaricom has a final answer, or until something arrives: anyone who calls back
 * meanwhile got our 200, and must be heard before the payment is judged.
 */
async function poll(round: Round, nowMs: number): Promise<PaymentProgress> {
  const { paymentId, progress, arrived } = round;
  if (hasArrived(round)) return progress;
  setCurrentDetails('Safaricom has no final answer yet; asking again.');
  const polled = await unlessArrived(round, () => patient().pollStk({ paymentId, nowMs }));
  if (polled === null && hasArrived(round)) return progress;
  const laterMs = Date.now();
  const { progress: found } = await store.decide({
    paymentId,
    notices: callbacksIn(arrived.splice(0)),
    lookInInbox: true,
    askQuery: false,
    reads: polled ? [polled] : [],
    nowMs: laterMs,
    // An answer is dated from when it was asked for: a callback from after that is not answered.
    asked: { ...progress.asked, stk_query: polled ? nowMs : laterMs },
  });
  return found;
}

/** What was asked for, or null where it was not to be had or something arrived first. */
async function unlessArrived<T>(round: Round, ask: () => Promise<T>): Promise<T | null> {
  const scope = new CancellationScope();
  const asked = scope
    .run(ask)
    .catch((error: unknown) => (isCancellation(error) ? null : unlessFatal(error)));
  await Promise.race([asked, condition(() => hasArrived(round))]);
  if (hasArrived(round)) scope.cancel();
  return asked;
}

function hasArrived({ arrived, instructions }: Round): boolean {
  return arrived.length > 0 || instructions.areWaiting;
}

function callbacksIn(notices: readonly Notice[]): CallbackNotice[] {
  return notices.filter((notice): notice is CallbackNotice => notice.kind === 'callback');
}

function patient() {
  return proxyActivities<Activities>({
    ...PATIENT_READ,
    taskQueue: siblingQueue('daraja', workflowInfo().taskQueue),
  });
}
