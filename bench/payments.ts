import { Client, Connection } from '@temporalio/client';
import { Agent, request } from 'undici';
import type { BenchSystem } from './benchSystem';
import { startBenchSystem } from './benchSystem';
import { FLOOR_QUEUE } from './floor/worker';
import { percentileMs, perSecond, runLoad, type LoadResult } from './load';
import { cpuMsByName, startedProcesses } from './processes';

const CUSTOMERS = 32;
const WARM_UP = 150;
/** Floor and payments take turns, so that a busy moment of the machine burdens both alike. */
const ROUNDS = 4;
const RUNS_A_ROUND = 150;
const AIM = 0.5;

/** `npm run bench -- payments`: payments through the public API, against the engine's floor. */
export async function benchPayments(): Promise<void> {
  console.log('Starting servers, simulator, worker and API ...');
  const system = await startBenchSystem();
  try {
    const floor = await floorLoad(system);
    const pay = paymentLoad(system);
    console.log(`Warming up with ${WARM_UP} runs of each ...`);
    await runLoad(WARM_UP, CUSTOMERS, floor.work);
    await runLoad(WARM_UP, CUSTOMERS, pay);
    const measures = { floor: new Measure('floor'), payments: new Measure('payments') };
    for (let round = 1; round <= ROUNDS; round += 1) {
      console.log(`Round ${round} of ${ROUNDS} ...`);
      await measures.floor.round(floor.work, round);
      await measures.payments.round(pay, round);
    }
    const [floorResult, result] = [measures.floor.report(), measures.payments.report()];
    await floor.close();
    const ratio = perSecond(result) / perSecond(floorResult);
    const verdict = ratio >= AIM ? 'met' : 'missed';
    console.log(`\nratio to the floor: ${ratio.toFixed(2)} (aim ${AIM}: ${verdict})`);
    if (result.failures + floorResult.failures > 0) process.exitCode = 1;
  } finally {
    await system.stop();
  }
}

type Work = (index: number) => Promise<void>;

/** What the rounds of one kind of run came to. */
class Measure {
  readonly #timesMs: number[] = [];
  readonly #cpuMs = new Map<string, number>();
  #wholeMs = 0;
  #failures = 0;

  constructor(private readonly name: string) {}

  async round(work: Work, round: number): Promise<void> {
    const processes = startedProcesses();
    const before = cpuMsByName(processes);
    const first = WARM_UP + round * RUNS_A_ROUND;
    const result = await runLoad(RUNS_A_ROUND, CUSTOMERS, (index) => work(first + index));
    for (const [process, usedMs] of cpuMsByName(processes)) {
      const grown = usedMs - (before.get(process) ?? 0);
      this.#cpuMs.set(process, (this.#cpuMs.get(process) ?? 0) + grown);
    }
    this.#timesMs.push(...result.timesMs);
    this.#wholeMs += result.wholeMs;
    this.#failures += result.failures;
  }

  report(): LoadResult {
    const result = { timesMs: this.#timesMs, wholeMs: this.#wholeMs, failures: this.#failures };
    const runs = this.#timesMs.length;
    console.log(
      `\n${this.name}: ${perSecond(result).toFixed(1)}/s, ` +
        `p50 ${percentileMs(result, 50).toFixed(0)} ms, ` +
        `p99 ${percentileMs(result, 99).toFixed(0)} ms to the outcome ` +
        `(${runs} runs, ${CUSTOMERS} at once, ${this.#failures} failed)`,
    );
    console.log('  CPU ms each, by process:');
    for (const [process, usedMs] of this.#cpuMs) {
      const each = usedMs / runs;
      if (each >= 0.05) console.log(`    ${process.padEnd(14)} ${each.toFixed(1).padStart(6)}`);
    }
    return result;
  }
}

/** The bare workflow, started and signalled by a bare client. */
async function floorLoad(system: BenchSystem) {
  const { temporalAddress, mongodbUri, simulatorUrl } = system;
  await system.run('floor worker', 'bench/floor/worker.ts', {
    MONGODB_URI: mongodbUri,
    TEMPORAL_ADDRESS: temporalAddress,
    SIMULATOR_URL: simulatorUrl,
  });
  const connection = await Connection.connect({ address: temporalAddress });
  const { workflow } = new Client({ connection });
  const work = async (index: number) => {
    const id = `floor:${process.pid}:${index}:${performance.now()}`;
    const handle = await workflow.start('floor', {
      workflowId: id,
      taskQueue: FLOOR_QUEUE,
      args: [id],
    });
    await handle.signal('floorSignal');
    await handle.result();
  };
  return { work, close: () => connection.close() };
}

/** A customer: asks for a payment, waits for its outcome. */
function paymentLoad({ apiUrl, merchant }: BenchSystem): Work {
  const agent = new Agent({ connections: CUSTOMERS });
  const authorization = `Bearer ${merchant.apiKey}`;
  const run = Date.now().toString(36).slice(-4);
  return async (index) => {
    const created = await request(`${apiUrl}/v1/payments`, {
      method: 'POST',
      dispatcher: agent,
      headers: {
        authorization,
        'content-type': 'application/json',
        'idempotency-key': `bench-${run}-${index}-${performance.now()}`,
      },
      body: JSON.stringify({
        amountKes: 100,
        phone: `2541${String(30_000_000 + index)}`,
        reference: `B${run}-${index}`.slice(0, 12),
      }),
    });
    const { id } = (await created.body.json()) as { id: string };
    const waited = await request(`${apiUrl}/v1/payments/${id}?waitSeconds=60`, {
      dispatcher: agent,
      headers: { authorization },
    });
    const { state } = (await waited.body.json()) as { state: string };
    if (state !== 'succeeded') throw new Error(`payment ${id} ended as ${state}`);
  };
}
