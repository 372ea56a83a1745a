import type { Payment } from '../domain/payment/payment';
import type { PaymentId } from '../domain/values/ids';
import { eachAtOnce } from './eachAtOnce';

/** Whether a payment had no workflow and now has one, or had one all along. */
export type StartResult = 'started' | 'running';

/** Where unfinished payments are found. */
export interface UnfinishedPayments {
  /** Oldest first. */
  unfinished(): AsyncIterable<PaymentId>;
  find(paymentId: PaymentId): Promise<Payment | null>;
}

interface Parts {
  readonly payments: UnfinishedPayments;
  readonly start: (payment: Payment) => Promise<StartResult>;
  /** Told how far it is, for the person who waits. */
  readonly say: (line: string) => void;
}

/** What became of the unfinished payments. */
export type Restarted = Readonly<Record<StartResult | 'failed', number>>;

const AT_ONCE = 20;
const SAY_EVERY = 1_000;
const FAILURES_SHOWN = 20;
/** So many failures without a success between them are no longer about single payments. */
const FAILURES_IN_A_ROW_MAX = 100;

/**
 * Starts the workflow of every unfinished payment, oldest first. Running ones are left alone, and a
 * workflow does only what remains to be done, so that this is safe to repeat at any time.
 * @throws Error when nothing but failures comes, as while the engine is unavailable.
 */
export async function restartPayments({ payments, start, say }: Parts): Promise<Restarted> {
  const count = { started: 0, running: 0, failed: 0 };
  let inARow = 0;
  const noteFailure = (paymentId: PaymentId, error: unknown) => {
    count.failed += 1;
    inARow += 1;
    const why = error instanceof Error ? error.message : String(error);
    if (count.failed <= FAILURES_SHOWN) say(`${paymentId} could not be started: ${why}`);
    if (inARow < FAILURES_IN_A_ROW_MAX) return;
    throw new Error(`${inARow} payments in a row could not be started, the last one: ${why}`);
  };
  await eachAtOnce(payments.unfinished(), AT_ONCE, async (paymentId) => {
    try {
      const payment = await payments.find(paymentId);
      if (payment === null) throw new Error('it is gone');
      count[await start(payment)] += 1;
      inARow = 0;
    } catch (error) {
      noteFailure(paymentId, error);
    }
    if (total(count) % SAY_EVERY === 0) say(`${describeRestarted(count)} so far`);
  });
  return count;
}

function total({ started, running, failed }: Restarted): number {
  return started + running + failed;
}

/** The counts as a sentence without its end. */
export function describeRestarted({ started, running, failed }: Restarted): string {
  return `Unfinished payments: ${started} started, ${running} running already, ${failed} failed`;
}
