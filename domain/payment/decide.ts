import { newFacts, type Evidence } from '../evidence/evidence';
import { asHeard } from '../evidence/operatorReceipt';
import { judge, type Verdict } from '../evidence/judge';
import type { LateSuccessPolicy } from '../merchant/lateSuccess';
import type { Acting } from '../machine/machine';
import { kesToCents, type AmountKes } from '../values/money';
import type { ShortcodeNumber } from '../values/shortcode';
import { applyVerdict } from './applyVerdict';
import { promptedAfterAll, promptedAtMs, type Payment } from './payment';
import type { PaymentStep } from './state';
import type { PaymentTiming } from './timing';
import { move } from './transition';

export interface DecisionContext {
  readonly timing: PaymentTiming;
  /** The merchant's limit up to which a callback alone is believed. */
  readonly corroborateAboveKes: number;
  readonly canAskStatus: boolean;
  /** The till that is paid, where the payment's shortcode is its store. */
  readonly till?: ShortcodeNumber | null;
  /** Another owner already holds the receipt that the evidence names. */
  readonly receiptTaken: boolean;
  /** Daraja has just answered STK Query with an error and not with an outcome. */
  readonly isQueryRefused?: boolean;
  /** Above this sum two operators decide a review; null or absent where one always may. */
  readonly reviewAboveKes?: number | null;
  /** What the merchant wants done with a success that comes after a refusal. */
  readonly lateSuccess?: LateSuccessPolicy | undefined;
}

export interface Decision {
  readonly payment: Payment;
  readonly verdict: Verdict;
  /** False when the payment is exactly as it was, so that nothing need be written. */
  readonly changed: boolean;
}

/**
 * Takes new evidence into a payment: judges all of it, moves the state through the table, chains
 * the history and writes the merchant's event, as one new value. What is known already, or comes
 * twice in one batch, is one fact. The caller stores the result with one compare-and-set.
 */
export function decidePayment(
  payment: Payment,
  fresh: readonly Evidence[],
  context: DecisionContext,
  acting: Acting,
): Decision {
  const prompt = { ...payment, promptedAtMs: promptedAtMs(payment) };
  const added = newFacts(payment.evidence, fresh).map((item) =>
    asHeard(item, payment.evidence, prompt),
  );
  const evidence = [...payment.evidence, ...added];
  const isCalledBack = added.some(isCallback);
  const isUnreadable = added.some(({ kind }) => kind === 'unreadable_callback');
  let next: Payment = {
    ...(isCalledBack ? promptedAfterAll(payment) : payment),
    evidence,
    needsAttention: payment.needsAttention || isUnreadable,
  };
  const verdict = verdictOn(next, context, acting.nowMs);
  for (const step of stepsOf(payment, added, context, acting.nowMs)) {
    next = move(next, step, null, acting);
  }
  next = applyVerdict(next, verdict, context, acting);
  return { payment: next, verdict, changed: added.length > 0 || isMoved(payment, next) };
}

/** What the evidence of a payment proves now. */
export function verdictOn(payment: Payment, context: DecisionContext, nowMs: number): Verdict {
  if (context.receiptTaken) return { kind: 'conflict', conflict: 'receipt_taken' };
  const { timing } = context;
  const facts = {
    amountCents: kesToCents(payment.amountKes),
    shortcode: payment.shortcode,
    till: context.till ?? null,
    phoneMasked: payment.phoneMasked,
    phoneHash: payment.phoneHash,
    promptedAtMs: promptedAtMs(payment),
    promptLifeMs: timing.promptLifeMs,
    definiteAloneAfterMs: timing.definiteAloneAfterMs,
    corroborateAboveCents: kesToCents(context.corroborateAboveKes as AmountKes),
    canAskStatus: context.canAskStatus,
    isQueryRefused: context.isQueryRefused ?? false,
  };
  return judge(facts, payment.evidence, nowMs);
}

function isMoved(before: Payment, after: Payment): boolean {
  return after.history.length > before.history.length;
}

function isCallback({ kind }: Evidence): boolean {
  return kind === 'callback' || kind === 'unreadable_callback';
}

/** What came is told in the history before what it proves. */
function stepsOf(
  payment: Payment,
  added: readonly Evidence[],
  { timing }: DecisionContext,
  nowMs: number,
): PaymentStep[] {
  const callbacks = added.filter(isCallback);
  if (callbacks.length > 0) return callbacks.map(() => 'callback_received');
  const dueMs = (promptedAtMs(payment) ?? Infinity) + timing.callbackTimeoutMs;
  const missing = payment.state === 'awaiting_customer' && nowMs >= dueMs;
  return missing ? ['callback_missing'] : [];
}
