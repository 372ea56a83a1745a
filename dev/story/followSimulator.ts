import { z } from 'zod';

const pageSchema = z.object({
  next: z.number(),
  events: z.array(z.looseObject({ seq: z.number(), kind: z.string() })),
});

export type SimulatorEvent = z.infer<typeof pageSchema>['events'][number];

const WAIT_MS = 10_000;

/** Reads the simulated Safaricom's story as it happens, from now on, until the signal. */
export async function followSimulator(
  simulatorUrl: string,
  onEvent: (event: SimulatorEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let after = (await page(simulatorUrl, 0, 0, signal)).next;
  while (!signal.aborted) {
    const { events, next } = await page(simulatorUrl, after, WAIT_MS, signal);
    for (const event of events) onEvent(event);
    after = next;
  }
}

async function page(url: string, after: number, waitMs: number, signal: AbortSignal) {
  const response = await fetch(`${url}/control/events?after=${after}&waitMs=${waitMs}`, { signal });
  return pageSchema.parse(await response.json());
}
