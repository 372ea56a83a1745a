import { paymentWorkflowId } from '../workflows/messages';
import type { PaymentId } from '../domain/values/ids';
import { askFor } from '../test/kit/shop';
import type { TestSystem } from '../test/kit/system';
import { until } from '../test/kit/until';
import { costOf } from './historyCost';

/** The most that one happy payment may cost (see docs/architecture.md, "The budget"). */
export const BUDGET = { events: 21, actions: 6, storeWrites: 6, storeReads: 6 } as const;

export type Cost = Record<keyof typeof BUDGET, number>;

/** Runs one happy payment and counts everything it cost, seen from outside. */
export async function costOfOnePayment(system: TestSystem): Promise<Cost> {
  const before = await storeCommands(system);
  const { id } = await askFor(system);
  const workflowId = paymentWorkflowId(id as PaymentId);
  const handle = system.client.workflow.getHandle(workflowId);
  const state: unknown = await handle.result();
  if (state !== 'succeeded') throw new Error(`Payment ${id} ended as ${String(state)}.`);
  await until('the webhook', () => system.webhooks.received.some((w) => w.body.includes(id)));
  const after = await storeCommands(system);
  const { events } = await handle.fetchHistory();
  return {
    ...costOf(events ?? []),
    storeWrites: after.write - before.write,
    storeReads: after.read - before.read,
  };
}

/** What is above the budget, in words; empty when all is within it. */
export function excess(cost: Cost): string[] {
  const names = Object.keys(BUDGET) as (keyof Cost)[];
  return names
    .filter((name) => cost[name] > BUDGET[name])
    .map((name) => `${name}: ${cost[name]} is above ${BUDGET[name]}`);
}

async function storeCommands({ metrics }: TestSystem): Promise<{ read: number; write: number }> {
  const { values } = await metrics.storeCommands.get();
  const sum = (kind: string) =>
    values.filter(({ labels }) => labels.kind === kind).reduce((all, { value }) => all + value, 0);
  return { read: sum('read'), write: sum('write') };
}
