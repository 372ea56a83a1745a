import type { PaymentId } from '../../domain/values/ids';
import type { RecordCollection } from '../mongo/compareAndSet';
import type { Models } from '../mongo/connection';
import { PAYMENT_KIND } from './paymentRecord';

/** A payment that it is time to look at. */
export interface DueForSweep {
  readonly paymentId: PaymentId;
  readonly dueAt: Date;
  /** Whether something may lie in the inbox of which no workflow was told. */
  readonly isUnheard: boolean;
}

interface DueRow {
  readonly _id: string;
  readonly sweepAt: Date;
  readonly unheard?: boolean;
}

/**
 * The payments at which the sweeper is to look, each with its time. A payment leaves the list when
 * nothing about it is left to do, so that a healthy system has almost nothing in it that is due.
 */
export class SweepList {
  constructor(private readonly models: Models) {}

  /** What is due, the longest due first. Reads nothing that is not due. */
  async due(nowMs: number, limit: number): Promise<DueForSweep[]> {
    const rows = await this.#records
      .find({ sweepAt: { $lte: new Date(nowMs) }, kind: PAYMENT_KIND } as never, {
        projection: { sweepAt: 1, unheard: 1 },
        hint: 'sweep_due',
      })
      .sort({ sweepAt: 1 })
      .limit(limit)
      .toArray();
    return (rows as unknown as DueRow[]).map(({ _id, sweepAt, unheard }) => ({
      paymentId: _id as PaymentId,
      dueAt: sweepAt,
      isUnheard: unheard === true,
    }));
  }

  /**
   * Sets when to look next, null for never, unless somebody else has set it meanwhile: what came
   * after the look is not forgotten.
   */
  async postpone({ paymentId, dueAt }: DueForSweep, nextAtMs: number | null): Promise<void> {
    const sweepAt = nextAtMs === null ? null : new Date(nextAtMs);
    await this.#records.updateOne(
      { _id: paymentId, sweepAt: dueAt },
      {
        $set: { sweepAt },
        $unset: { unheard: true },
      },
    );
  }

  /** Sets when to try again after a failure; that something lies in the inbox stays noted. */
  async retryAt({ paymentId, dueAt }: DueForSweep, atMs: number): Promise<void> {
    const filter = { _id: paymentId, sweepAt: dueAt };
    await this.#records.updateOne(filter, { $set: { sweepAt: new Date(atMs) } });
  }

  /**
   * Has the inbox of a payment looked through at that time, whatever its state. The version is
   * raised, so that what was made from the one before takes the time away no more.
   */
  async lookInInboxAt(paymentId: PaymentId, atMs: number): Promise<void> {
    const $set = { sweepAt: new Date(atMs), unheard: true };
    await this.#records.updateOne({ _id: paymentId }, { $set, $inc: { version: 1 } });
  }

  get #records(): RecordCollection {
    return this.models.moneyRecords.collection as unknown as RecordCollection;
  }
}
