import type { Answer } from './shop';
import { freshPhone } from './fresh';
import { adminCall, type TestOperator } from './operators';
import { askFor, reaches } from './shop';
import type { TestSystem } from './system';
import { until } from './until';

export const REASON = 'Ticket 52: seen on the portal.';

/** A payment in review, because its callback named another amount. */
export async function paymentInReview(system: TestSystem, amountKes = 100) {
  const phone = freshPhone();
  const fault = { kind: 'callback_malformed', variant: 'amount_altered' };
  const match = { operation: 'stk_push', msisdn: phone };
  await system.simulator.control('POST', '/faults', { match, fault });
  const { id } = await askFor(system, { phone, amountKes });
  await reaches(system, id, 'needs_review');
  return { id, phone };
}

/** A payment that its customer cancelled, and that was told as failed. */
export async function cancelledPayment(system: TestSystem) {
  const phone = freshPhone();
  const behaviour = { behaviour: 'cancel', delayMs: 20 };
  await system.simulator.control('POST', `/phones/${phone}`, behaviour);
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'failed');
  return { id, phone };
}

interface Decision {
  readonly decision: string;
  readonly receipt?: string;
}

/** What an operator decides, as the API is told it. */
export function decide(
  system: TestSystem,
  { key }: TestOperator,
  id: string,
  decision: Decision,
): Promise<Answer> {
  const body = { ...decision, reason: REASON };
  return adminCall(system, key, ['POST', `/payments/${id}/decide`], body);
}

/** "Not paid", as soon as the prompt can no longer be answered. */
export function decideNotPaid(system: TestSystem, operator: TestOperator, id: string) {
  return until('the end of the prompt', async () => {
    const answer = await decide(system, operator, id, { decision: 'not_paid' });
    return answer.status !== 409 && answer;
  });
}

/** A receipt that an operator saw, as the API is told it. */
export function attach(
  system: TestSystem,
  { key }: TestOperator,
  id: string,
  receipt: string,
): Promise<Answer> {
  return adminCall(system, key, ['POST', `/payments/${id}/receipt`], { receipt, reason: REASON });
}

/** The types of the events of a payment that its merchant got, in their order. */
export function toldOf(system: TestSystem, id: string): string[] {
  const bodies = system.webhooks.received.map(({ body }) => body).filter((b) => b.includes(id));
  const events = bodies.map((body) => JSON.parse(body) as { type: string; sequence: number });
  return events.sort((a, b) => a.sequence - b.sequence).map(({ type }) => type);
}
