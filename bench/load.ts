/** How a load went: each run's time in milliseconds, and the time of the whole. */
export interface LoadResult {
  readonly timesMs: readonly number[];
  readonly wholeMs: number;
  readonly failures: number;
}

/** Runs `work` `count` times, by so many customers at once, each on to the next when done. */
export async function runLoad(
  count: number,
  customers: number,
  work: (index: number) => Promise<void>,
): Promise<LoadResult> {
  const timesMs: number[] = [];
  let next = 0;
  let failures = 0;
  const startedAt = performance.now();
  const customer = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      const from = performance.now();
      try {
        await work(index);
        timesMs.push(performance.now() - from);
      } catch (error) {
        failures += 1;
        if (failures <= 3) console.error(`  a run failed: ${String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: customers }, customer));
  return { timesMs, wholeMs: performance.now() - startedAt, failures };
}

export function perSecond({ timesMs, wholeMs }: LoadResult): number {
  return (timesMs.length / wholeMs) * 1000;
}

export function percentileMs({ timesMs }: LoadResult, percent: number): number {
  const sorted = [...timesMs].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? NaN;
}
