import { setTimeout as sleep } from 'node:timers/promises';
import { fetch } from 'undici';
import { until } from '../test/kit/until';
import { startBenchSystem } from './benchSystem';
import { runLoad } from './load';
import { residentMb, startedProcesses } from './processes';

const OPEN_PAYMENTS = 2_000;
const CUSTOMERS = 32;
const LIMIT_MB = 500;
/** So many payments at most have no prompt yet at any moment. */
const UNPROMPTED = 64;
const LOOK_EVERY_MS = 250;
/** Payments that failed without a prompt would be waited for until the end of time. */
const STALLED_MS = 60_000;
/** The worker still has timers to set when the last prompt is on its phone. */
const WATCH_MS = 20_000;
const PROMPTS_TIMEOUT_MS = 120_000;

/** `npm run bench -- memory`: the worker's memory while 2,000 payments wait for their customers. */
export async function benchMemory(): Promise<void> {
  console.log('Starting servers, simulator, worker and API ...');
  const system = await startBenchSystem();
  try {
    await fetch(`${system.simulatorUrl}/control/settings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ approveDelayMs: 3_600_000, promptTimeoutMs: 3_600_000 }),
    });
    console.log(`Opening ${OPEN_PAYMENTS} payments ...`);
    const pace = new Pace(system.simulatorUrl);
    const result = await runLoad(OPEN_PAYMENTS, CUSTOMERS, async (index) => {
      await pace.turn();
      const response = await fetch(`${system.apiUrl}/v1/payments`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${system.merchant.apiKey}`,
          'content-type': 'application/json',
          'idempotency-key': `memory-${index}`,
        },
        body: JSON.stringify({
          amountKes: 100,
          phone: `2541${String(20_000_000 + index)}`,
          reference: `M-${index}`,
        }),
      });
      if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
    });
    console.log('Waiting until every phone shows its prompt ...');
    await until(
      `${OPEN_PAYMENTS} open prompts`,
      async () => (await openPrompts(system.simulatorUrl)) >= OPEN_PAYMENTS,
      PROMPTS_TIMEOUT_MS,
    );
    console.log(`Watching the worker for ${WATCH_MS / 1000} s ...`);
    const mb = await peakMb(WATCH_MS);
    console.log(
      `worker: ${mb.toFixed(0)} MB at most with ${OPEN_PAYMENTS} open (limit ${LIMIT_MB})`,
    );
    if (!(mb < LIMIT_MB) || result.failures > 0) process.exitCode = 1;
  } finally {
    await system.stop();
  }
}

/**
 * Opens payments no faster than their prompts leave: a queue of payments that have none yet is
 * another thing than payments that wait for their customers, and fails them when it is too long.
 */
class Pace {
  #opened = 0;
  #prompted = 0;
  #looking: Promise<void> | null = null;
  #progressedAtMs = performance.now();

  constructor(private readonly simulatorUrl: string) {}

  async turn(): Promise<void> {
    while (this.#opened - this.#prompted >= UNPROMPTED) {
      this.#looking ??= this.#look();
      await this.#looking;
    }
    this.#opened += 1;
  }

  async #look(): Promise<void> {
    await sleep(LOOK_EVERY_MS);
    const prompted = await openPrompts(this.simulatorUrl);
    const nowMs = performance.now();
    if (prompted > this.#prompted) this.#progressedAtMs = nowMs;
    if (nowMs - this.#progressedAtMs > STALLED_MS) {
      throw new Error(
        `Only ${prompted} of ${this.#opened} payments have a prompt, and no more come.`,
      );
    }
    this.#prompted = prompted;
    this.#looking = null;
  }
}

async function openPrompts(simulatorUrl: string): Promise<number> {
  const response = await fetch(`${simulatorUrl}/control/prompts`);
  const { prompts } = (await response.json()) as { prompts: unknown[] };
  return prompts.length;
}

/** The most memory that the worker held at any moment of the time. */
async function peakMb(watchMs: number): Promise<number> {
  const worker = startedProcesses().find(({ name }) => name === 'worker');
  if (!worker) throw new Error('The worker is gone.');
  let peak = 0;
  for (const end = performance.now() + watchMs; performance.now() < end; await sleep(250)) {
    peak = Math.max(peak, residentMb(worker.pid));
  }
  return peak;
}
