import type { FailureCode } from '../../domain/values/failures';
import { earliestId } from '../../domain/values/ids';
import type { Payment, PushStatus } from '../../domain/payment/payment';
import type { PhonePrompt } from '../../domain/payment/phone';
import type { RecordCollection } from '../mongo/compareAndSet';
import { PAYMENT_KIND } from './paymentRecord';

export interface PromptsAsked {
  /** Payments from before this are not looked at. */
  readonly madeAfterMs: number;
  /** Only the newest so many. */
  readonly limit: number;
}

interface Row {
  readonly _id: string;
  readonly push: { readonly reservedAt: Date; readonly answeredAt: Date | null };
  readonly failureCode: FailureCode | null;
  readonly verdictAt: Date | null;
}

/** Pushes that put a prompt on the phone, or may have. */
const PROMPTING: readonly PushStatus[] = ['reserved', 'accepted', 'unknown'];

const FIELDS = { 'push.reservedAt': 1, 'push.answeredAt': 1, failureCode: 1, verdictAt: 1 };

/** Earlier prompts on a phone, over all merchants: a stretch of the index on phone and id. */
export async function promptsOnPhone(
  records: RecordCollection,
  { paymentId, phoneHash }: Payment,
  { madeAfterMs, limit }: PromptsAsked,
): Promise<PhonePrompt[]> {
  const filter = {
    'phone.hash': phoneHash,
    _id: { $gte: earliestId('payment', madeAfterMs) },
    kind: PAYMENT_KIND,
    'push.status': { $in: PROMPTING },
  };
  const found = await records
    .find(filter as never, { projection: FIELDS })
    .sort({ _id: -1 })
    // One more, because the payment itself is among them.
    .limit(limit + 1)
    .toArray();
  const rows = found as unknown as Row[];
  return rows.filter(({ _id }) => _id !== paymentId).map(promptOf);
}

function promptOf({ push, failureCode, verdictAt }: Row): PhonePrompt {
  const isCancelled = failureCode === 'cancelled_by_customer';
  return {
    promptedAtMs: (push.answeredAt ?? push.reservedAt).getTime(),
    cancelledAtMs: isCancelled ? (verdictAt?.getTime() ?? null) : null,
  };
}
