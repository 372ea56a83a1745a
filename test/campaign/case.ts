import { sha256 } from '../../crypto/sha256';
import { historyFault } from '../../domain/machine/history';
import type { Payment } from '../../domain/payment/payment';
import { PAYMENT_MACHINE } from '../../domain/payment/state';
import type { Asked } from './merchantServer';

/** A movement of money in the simulated Safaricom's ledger. */
export interface Debit {
  readonly receipt: string;
  readonly amountKes: number;
  readonly msisdn?: string;
}

/** What the merchant was told, with a valid signature. */
export interface Announced {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly id: string; readonly state: string };
}

/** A purchase with all that is known about it on every side. */
export interface Case {
  readonly asked: Asked;
  readonly payment: Payment | null;
  readonly prompts: number;
  readonly debits: readonly Debit[];
  readonly outcomes: readonly Announced[];
  /** When the worker was killed. */
  readonly workerKillsMs: readonly number[];
}

/**
 * A push of which there is neither an answer nor a callback: whether it ever left is known to
 * Safaricom alone, and Hakika is right to say so and to leave it to a person.
 */
export function isBeyondKnowing({ state, push, evidence }: Payment): boolean {
  return state === 'unresolved' && push?.status === 'unknown' && evidence.length === 0;
}

/** Whether a worker was killed with the push in its hands, before a prompt could come of it. */
function diedUnsent({ payment, prompts, debits, workerKillsMs }: Case): boolean {
  const { reservedAtMs = Infinity, answeredAtMs = null } = payment?.push ?? {};
  const isInHands = (atMs: number) => atMs >= reservedAtMs && atMs <= (answeredAtMs ?? Infinity);
  return prompts === 0 && debits.length === 0 && workerKillsMs.some(isInHands);
}

/** Its name in the report. */
export function nameOf({ asked: { purchase }, payment }: Case): string {
  return `${payment?.paymentId ?? purchase.reference} (${purchase.fate.name})`;
}

/** What is wrong with one purchase; nothing, if Hakika is right. */
export function faultsOf(purchase: Case): string[] {
  const { asked, payment, prompts, debits, outcomes } = purchase;
  const faults: string[] = [];
  if (asked.refusedWith !== null) faults.push(`refused: ${asked.refusedWith}`);
  if (prompts > 1) faults.push(`prompted ${prompts} times`);
  if (debits.length > 1) faults.push(`charged ${debits.length} times`);
  if (payment === null) {
    if (asked.paymentId !== null) faults.push(`accepted as ${asked.paymentId}, and lost`);
    if (!asked.purchase.givesUp) faults.push('repeated for minutes, and never accepted');
    if (prompts > 0) faults.push('prompted without a record');
    return faults;
  }
  if (asked.paymentId !== null && asked.paymentId !== payment.paymentId) {
    faults.push(`accepted as ${asked.paymentId}, another payment`);
  }
  const isHonest = isBeyondKnowing(payment) && diedUnsent(purchase);
  if (!isHonest) faults.push(...moneyFaults(payment, debits));
  faults.push(...eventFaults(payment, outcomes, isHonest ? 0 : 1));
  const broken = historyFault(PAYMENT_MACHINE, { ...payment, id: payment.paymentId }, sha256);
  if (broken !== null) faults.push(`its history does not replay: ${JSON.stringify(broken)}`);
  return faults;
}

function moneyFaults({ state, receipt, amountKes }: Payment, debits: readonly Debit[]): string[] {
  const [debit] = debits;
  if (state === 'failed') return debit ? [`failed, and ${debit.receipt} moved money`] : [];
  if (state !== 'succeeded') return [`stuck as ${state}, money moved: ${debits.length > 0}`];
  if (debit === undefined) return ['succeeded, and no money moved'];
  const faults: string[] = [];
  if (debit.amountKes !== amountKes) faults.push(`succeeded over KES ${debit.amountKes}`);
  // Where only a query proved it, no source has told the receipt yet.
  if (receipt !== null && receipt !== debit.receipt) faults.push(`has receipt ${receipt}`);
  return faults;
}

function eventFaults(
  { state, events }: Payment,
  outcomes: readonly Announced[],
  expected: 0 | 1,
): string[] {
  const faults: string[] = [];
  const ids = new Set(outcomes.map(({ id }) => id));
  if (ids.size !== expected) faults.push(`${ids.size} outcomes were announced`);
  const foreign = outcomes.filter(({ data }) => data.state !== state);
  if (foreign.length > 0) faults.push(`announced as ${foreign[0]?.data.state ?? ''}`);
  const untold = events.filter(({ status }) => status !== 'delivered');
  if (untold.length > 0) faults.push(`${untold.length} events were not delivered`);
  return faults;
}
