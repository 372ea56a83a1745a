import { isOpen, PAYMENT_STATES } from '../../domain/payment/state';
import type { PaymentId } from '../../domain/values/ids';
import type { RecordCollection } from '../mongo/compareAndSet';
import { PAYMENT_KIND } from './paymentRecord';

/** Small, because the server forgets a cursor whose next batch is not asked for in ten minutes. */
const BATCH = 500;

/** Open, or contradicted by evidence and so still asked about, or with something left to tell. */
export const UNFINISHED = {
  kind: PAYMENT_KIND,
  $or: [
    { state: { $in: PAYMENT_STATES.filter(isOpen) } },
    { needsAttention: true },
    { 'events.status': 'pending' },
  ],
};

/** The ids of payments that a workflow has, or may have, to work on: oldest first. */
export async function* unfinishedPayments(records: RecordCollection): AsyncGenerator<PaymentId> {
  const found = records
    .find(UNFINISHED as never, { projection: { _id: 1 } })
    // An id begins with the time at which it was made.
    .sort({ _id: 1 })
    .batchSize(BATCH);
  for await (const { _id } of found) yield _id as PaymentId;
}
