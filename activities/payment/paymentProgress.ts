import type { Grade } from '../../domain/evidence/evidence';
import type { Verdict } from '../../domain/evidence/judge';
import type { Payment } from '../../domain/payment/payment';
import { nextRead, type Asked, type NextRead } from '../../domain/payment/readPlan';
import type { PaymentState } from '../../domain/payment/state';
import type { PaymentTiming } from '../../domain/payment/timing';
import { failureCodeOf } from '../../domain/payment/view';
import type { FailureCode } from '../../domain/values/failures';
import type { EventId, MerchantId } from '../../domain/values/ids';
import type { Receipt } from '../../domain/values/receipt';
import type { ShortcodeNumber } from '../../domain/values/shortcode';

/** All that a workflow knows of its payment. It is stored in histories: no phone, no secret. */
export interface PaymentProgress {
  readonly merchantId: MerchantId;
  readonly shortcode: ShortcodeNumber;
  readonly state: PaymentState;
  readonly grade: Grade | null;
  readonly receipt: Receipt | null;
  readonly failureCode: FailureCode | null;
  readonly needsAttention: boolean;
  /** The next question to Safaricom, null when there is nothing left to find out. */
  readonly next: NextRead | null;
  readonly asked: Asked;
  /** When a prompt that provably never left may be tried again. */
  readonly promptAgainAtMs: number | null;
  /** Events that the merchant has not been told yet, in order. */
  readonly undelivered: readonly EventId[];
}

interface ProgressContext {
  readonly verdict: Verdict;
  readonly timing: PaymentTiming;
  readonly canAskStatus: boolean;
  readonly nowMs: number;
  readonly asked: Asked;
  readonly promptAgainAtMs?: number | null;
}

export function progressOf(payment: Payment, context: ProgressContext): PaymentProgress {
  const { merchantId, shortcode, state, grade, receipt, needsAttention, events } = payment;
  return {
    merchantId,
    shortcode,
    state,
    grade,
    receipt,
    failureCode: failureCodeOf(payment),
    needsAttention,
    next: nextRead(payment, context.verdict, context),
    asked: context.asked,
    promptAgainAtMs: context.promptAgainAtMs ?? null,
    undelivered: events.filter((e) => e.status === 'pending').map((e) => e.eventId),
  };
}
