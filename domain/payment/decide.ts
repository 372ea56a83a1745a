import { applyVerdict } from './applyVerdict';
import { isSameFact, type Evidence } from '../evidence/evidence';
import { judge, type Verdict } from '../evidence/judge';
import { kesToCents, type AmountKes } from '../values/money';
import { promptedAfterAll, promptedAtMs, type Payment } from './payment';
import type { PaymentEvent } from './state';
import type { ShortcodeNumber } from '../values/shortcode';
import type { PaymentTiming } from './timing';
import { move, type DomainHost } from './transition';

export interface SettlementContext {
  readonly nowMs: number;
  readonly timing: PaymentTiming;
  /** The merchant's limit up to which a callback alone is believed. */
  readonly corroborateAboveKes: number;
  readonly canAskStatus: boolean;
  /** The till that is paid, where the payment's shortcode is its store. */
  readonly till?: ShortcodeNumber | null;
  /** Another payment already holds the receipt that the evidence names (M8). */
  readonly receiptTaken: boolean;
}

export interface Settlement {
  readonly payment: Payment;
  readonly verdict: Verdict;
  /** False when the payment is exactly as it was, so that nothing need be written. */
  readonly changed: boolean;
}

/**
 * Takes new evidence into a payment: judges all of it, moves the state through the table, chains
 * the history and writes the merchant's event, as one new value. The caller stores it with one
 * compare-and-set.
 */
export function settlePayment(
  payment: Payment,
  fresh: readonly Evidence[],
  context: SettlementContext,
  host: DomainHost,
): Settlement {
  const added = fresh.filter((item) => !payment.evidence.some((known) => isSameFact(known, item)));
  const evidence = [...payment.evidence, ...added];
  const isCalledBack = added.some((item) => item.kind === 'callback');
  let next: Payment = { ...(isCalledBack ? promptedAfterAll(payment) : payment), evidence };
  const verdict = verdictOf(next, evidence, context);
  for (const event of arrivals(payment, added, context)) {
    next = move(next, event, null, context, host);
  }
  next = applyVerdict(next, verdict, context, host);
  return { payment: next, verdict, changed: added.length > 0 || isMoved(payment, next) };
}

function verdictOf(
  payment: Payment,
  evidence: readonly Evidence[],
  context: SettlementContext,
): Verdict {
  if (context.receiptTaken) return { kind: 'conflict', conflict: 'receipt_taken' };
  const facts = {
    amountCents: kesToCents(payment.amountKes),
    shortcode: payment.shortcode,
    till: context.till ?? null,
    phoneMasked: payment.phoneMasked,
    promptedAtMs: promptedAtMs(payment),
    promptLifeMs: context.timing.promptLifeMs,
    corroborateAboveCents: kesToCents(context.corroborateAboveKes as AmountKes),
    canAskStatus: context.canAskStatus,
  };
  return judge(facts, evidence, context.nowMs);
}

function isMoved(before: Payment, after: Payment): boolean {
  return after.history.length > before.history.length;
}

function arrivals(
  payment: Payment,
  added: readonly Evidence[],
  context: SettlementContext,
): PaymentEvent[] {
  const callbacks = added.filter((item) => item.kind === 'callback');
  if (callbacks.length > 0) return callbacks.map(() => 'callback_received');
  const dueMs = (promptedAtMs(payment) ?? Infinity) + context.timing.callbackTimeoutMs;
  const missing = payment.state === 'awaiting_customer' && context.nowMs >= dueMs;
  return missing ? ['callback_missing'] : [];
}
