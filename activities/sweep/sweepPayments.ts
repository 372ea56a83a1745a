import { heartbeat } from '@temporalio/activity';
import type { Payment } from '../../domain/payment/payment';
import { sweepAgainAtMs } from '../../domain/payment/sweep';
import type { DueForSweep } from '../../store/payments/sweepList';
import type { SweepDependencies } from './dependencies';

/** What a look at a payment came to. */
type SweepResult = 'started' | 'running' | 'told' | 'finished' | 'failed';

/** How many payments a page of the sweep looked at, by what came of it. */
export interface SweptPage extends Readonly<Record<SweepResult, number>> {
  /** Whether there may be more than this page. */
  readonly isFull: boolean;
}

const PAGE = 200;
const AT_ONCE = 20;
/** One that cannot be read or started now must not hold up those after it. */
const FAILED_AGAIN_MS = 300_000;

/** Looks at one page of the payments that are due, and starts what has no workflow. */
export async function sweepPayments(deps: SweepDependencies): Promise<SweptPage> {
  const due = await deps.store.sweepList.due(deps.nowMs(), PAGE);
  const counts = { started: 0, running: 0, told: 0, finished: 0, failed: 0 };
  for (let from = 0; from < due.length; from += AT_ONCE) {
    const group = due.slice(from, from + AT_ONCE);
    const results = await Promise.all(group.map((one) => sweep(deps, one)));
    for (const result of results) counts[result] += 1;
    heartbeat();
  }
  return { ...counts, isFull: due.length === PAGE };
}

async function sweep(deps: SweepDependencies, due: DueForSweep): Promise<SweepResult> {
  const { paymentId } = due;
  try {
    const payment = await deps.store.payments.find(paymentId);
    if (payment === null) throw new Error('The payment is gone.');
    const nextAtMs = sweepAgainAtMs(payment, deps.nowMs());
    const result = await lookAfter(deps, due, nextAtMs === null ? null : payment);
    deps.report.swept(paymentId, result);
    await deps.store.sweepList.postpone(due, nextAtMs);
    return result;
  } catch (error) {
    deps.report.activityFailed('sweepPayments', { paymentId }, error);
    deps.report.swept(paymentId, 'failed');
    await deps.store.sweepList.retryAt(due, deps.nowMs() + FAILED_AGAIN_MS);
    return 'failed';
  }
}

/** `unfinished` is the payment where anything about it is left to do. */
async function lookAfter(
  { engine }: SweepDependencies,
  { paymentId, isUnheard }: DueForSweep,
  unfinished: Payment | null,
): Promise<SweepResult> {
  if (isUnheard) {
    await engine.lookInInbox(paymentId);
    return 'told';
  }
  return unfinished === null ? 'finished' : engine.start(unfinished);
}
