import type { Evidence } from '../../../domain/evidence/evidence';
import { historyFault } from '../../../domain/machine/history';
import { decidePayment, type DecisionContext } from '../../../domain/payment/decide';
import type { Payment } from '../../../domain/payment/payment';
import { PAYMENT_MACHINE } from '../../../domain/payment/state';
import { at, contextWith, host, PROMPT_END_MS, PROMPTED_AT_MS } from './builders';

export const DURING_MS = PROMPTED_AT_MS + 30_000;
export const AFTER_MS = PROMPT_END_MS + 1;

export interface Step {
  readonly evidence: readonly Evidence[];
  readonly nowMs?: number;
  readonly context?: Partial<DecisionContext>;
}

/** Decides step after step, and holds the result to what must be true of any payment. */
export function decideAll(payment: Payment, steps: readonly Step[]): Payment {
  const decided = steps.reduce((held, { evidence, nowMs = DURING_MS, context }) => {
    return decidePayment(held, evidence, contextWith(context), at(nowMs)).payment;
  }, payment);
  expectSound(decided);
  return decided;
}

export function expectSound(payment: Payment): void {
  const { paymentId, history, state, events } = payment;
  expect(historyFault(PAYMENT_MACHINE, { id: paymentId, history, state }, host.sha256)).toBeNull();
  expect(events.map((event) => event.sequence)).toEqual(events.map((_, index) => index + 1));
  expect(new Set(events.map((event) => event.eventId)).size).toBe(events.length);
}

export const typesOf = (payment: Payment): string[] => payment.events.map((event) => event.type);
export const stepsOf = (payment: Payment): string[] => payment.history.map((entry) => entry.step);
