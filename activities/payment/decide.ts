import type { CallbackNotice, KeptNotice } from '../../domain/evidence/notice';
import type { Evidence } from '../../domain/evidence/evidence';
import { admit, type Arrived } from '../../domain/payment/admission';
import { decidePayment, type DecisionContext } from '../../domain/payment/decide';
import type { Payment } from '../../domain/payment/payment';
import type { Asked } from '../../domain/payment/readPlan';
import type { PaymentId } from '../../domain/values/ids';
import type { Instruction, InstructionResult } from '../../domain/payment/instruction';
import { changePayment, type Change, type Clashes } from './changePayment';
import type { PaymentDependencies } from './dependencies';
import { decisionContext } from './decisionContext';
import { followInstructions } from './followInstructions';
import { progressOf, type PaymentProgress } from './paymentProgress';
import { queryStk } from './queryStk';

export interface DecideInput {
  readonly paymentId: PaymentId;
  /** What was signalled. */
  readonly notices: readonly CallbackNotice[];
  /** Whether to look in the inbox besides; where nothing was signalled it is looked in anyway. */
  readonly lookInInbox: boolean;
  /** Whether to ask STK Query once before judging. */
  readonly askQuery: boolean;
  /** What Safaricom has answered before. */
  readonly reads: readonly Evidence[];
  readonly nowMs: number;
  readonly asked: Asked;
  /** What operators told the workflow to do, carried out after all that arrived was judged. */
  readonly instructions?: readonly Instruction[];
}

export interface Decided {
  readonly progress: PaymentProgress;
  /** True when Safaricom had no final answer yet, so that it is worth asking again soon. */
  readonly isPending: boolean;
  /** What each instruction came to, in their order. */
  readonly results?: readonly InstructionResult[];
}

/** All that is known before judging. */
interface Gathered {
  readonly arrived: Arrived;
  readonly reads: readonly Evidence[];
  readonly isInboxRead: boolean;
  readonly isQueryRefused: boolean;
}

/**
 * Gather, admit, judge, write: what arrived and what Safaricom answers, held against the payment's
 * push, judged by the domain, and stored as one compare-and-set write of state, evidence, history
 * and the merchant's event. Safe to repeat: evidence that is known already changes nothing.
 * @throws StorageContentionError when others kept writing first; retry it.
 * @throws InvariantError when a rule about money is broken; never retry it.
 */
export async function decide(deps: PaymentDependencies, input: DecideInput): Promise<Decided> {
  if (!input.askQuery) {
    const judged = await judgeAndWrite(deps, input, await gather(deps, input));
    const { paymentId, nowMs, instructions } = input;
    if (instructions === undefined) return { progress: judged, isPending: false };
    const following = { paymentId, nowMs, progress: judged };
    return { ...(await followInstructions(deps, following, instructions)), isPending: false };
  }
  let answer = await queryStk(deps, input);
  // After asking, so that anyone who called back meanwhile is heard.
  let gathered = await gather(deps, input);
  if (answer.kind === 'no_handle' && hasArrived(gathered)) {
    // A callback may bring the handle. It is stored before anything is asked by it, because only
    // then its token has been checked and the handle is this payment's alone.
    await judgeAndWrite(deps, input, gathered);
    answer = await queryStk(deps, input);
    gathered = await gather(deps, input);
  }
  const isQueryRefused = answer.kind === 'no_answer' && answer.isRefused;
  const progress = await judgeAndWrite(
    deps,
    { ...input, asked: { ...input.asked, stk_query: input.nowMs } },
    {
      ...gathered,
      reads: answer.kind === 'answered' ? [...gathered.reads, answer.evidence] : gathered.reads,
      isQueryRefused,
    },
  );
  return { progress, isPending: answer.kind === 'no_answer' && !isQueryRefused };
}

async function gather(deps: PaymentDependencies, input: DecideInput): Promise<Gathered> {
  const { paymentId, notices, lookInInbox, reads } = input;
  // Where nothing was signalled a signal may have been lost while the engine was unavailable.
  const isInboxRead = lookInInbox || notices.length === 0;
  const kept = isInboxRead ? await keptFor(deps, paymentId) : [];
  const arrived = { notices: notices.map((notice) => opened(deps, notice)), kept };
  return { arrived, reads, isInboxRead, isQueryRefused: false };
}

async function judgeAndWrite(
  deps: PaymentDependencies,
  input: DecideInput,
  gathered: Gathered,
): Promise<PaymentProgress> {
  const { paymentId, nowMs } = input;
  const asked = gathered.isInboxRead ? { ...input.asked, inbox: nowMs } : input.asked;
  let known = gathered;
  // What this worker wrote last is mostly what is stored; where it is not, the write notices.
  const held = deps.store.payments.lastWritten(paymentId);
  return changePayment(deps, { paymentId, held }, async (before, clashes) => {
    const { isQueryRefused } = known;
    const { receiptTaken } = clashes;
    const context = await decisionContext(deps, before, { isQueryRefused, receiptTaken });
    const judge = () => judgeOnce(deps, before, known, { context, clashes, nowMs, asked });
    const first = judge();
    if (first.isUnpaid && !known.isInboxRead) {
      // Anyone who called back while Safaricom was asked got our 200: hear them before it is said
      // that nobody paid.
      const kept = await keptFor(deps, paymentId);
      known = { ...known, arrived: { ...known.arrived, kept }, isInboxRead: true };
      return judge();
    }
    return first;
  });
}

interface Judging {
  readonly context: DecisionContext;
  readonly clashes: Clashes;
  readonly nowMs: number;
  readonly asked: Asked;
}

function judgeOnce(
  { host }: PaymentDependencies,
  before: Payment,
  { arrived, reads }: Gathered,
  { context, clashes, nowMs, asked }: Judging,
): Change<PaymentProgress> & { readonly isUnpaid: boolean } {
  const admitted = admit(before, arrived, !clashes.handleTaken);
  const fresh = [...admitted.evidence, ...reads];
  const { payment, verdict, changed } = decidePayment(admitted.payment, fresh, context, {
    nowMs,
    host,
  });
  // A callback may bring the handle that Safaricom is asked by, with nothing else new.
  const isHandleNew = payment.push?.checkoutRequestId !== before.push?.checkoutRequestId;
  const progress = progressOf(payment, { ...context, verdict, nowMs, asked });
  return {
    after: changed || isHandleNew ? payment : before,
    result: progress,
    isUnpaid: verdict.kind === 'unpaid',
  };
}

function hasArrived({ arrived }: Gathered): boolean {
  return arrived.notices.length > 0 || arrived.kept.length > 0;
}

async function keptFor(deps: PaymentDependencies, paymentId: PaymentId) {
  const kept = await deps.store.inbox.noticesFor({ kind: 'payment', id: paymentId });
  return kept.map((notice) => opened(deps, notice));
}

function opened<Kind extends KeptNotice>(
  { store }: PaymentDependencies,
  { sealedCheckoutRequestId: sealed, ...notice }: Kind,
) {
  const checkoutRequestId = sealed === null ? null : store.inbox.openHandle(sealed);
  return { ...notice, checkoutRequestId };
}
