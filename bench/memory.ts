import { fetch } from 'undici';
import { startBenchSystem } from './benchSystem';
import { runLoad } from './load';
import { residentMb, startedProcesses } from './processes';

const OPEN_PAYMENTS = 2_000;
const CUSTOMERS = 32;
const LIMIT_MB = 500;

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
    const result = await runLoad(OPEN_PAYMENTS, CUSTOMERS, async (index) => {
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
    const worker = startedProcesses().find(({ name }) => name === 'worker');
    const mb = worker ? residentMb(worker.pid) : NaN;
    console.log(`worker: ${mb.toFixed(0)} MB with ${OPEN_PAYMENTS} open (limit ${LIMIT_MB} MB)`);
    if (!(mb < LIMIT_MB) || result.failures > 0) process.exitCode = 1;
  } finally {
    await system.stop();
  }
}
