import { startTestServers } from '../test/kit/servers';
import { startSystem } from '../test/kit/system';
import { BUDGET, costOfOnePayment, excess, type Cost } from './budget';

const PAYMENTS = 20;

/** `npm run budget`: what happy payments cost on the real servers, against the budget. */
async function main(): Promise<void> {
  console.log('Starting real servers ...');
  const servers = await startTestServers();
  process.env['TEST_TEMPORAL_ADDRESS'] = servers.temporalAddress;
  process.env['TEST_MONGODB_URI'] = servers.mongodbUri;
  const system = await startSystem();
  try {
    // The first payment fills the caches of merchants and shortcodes and is not counted.
    await costOfOnePayment(system);
    const costs: Cost[] = [];
    for (let i = 0; i < PAYMENTS; i += 1) costs.push(await costOfOnePayment(system));
    report(costs);
    if (costs.some((cost) => excess(cost).length > 0)) process.exitCode = 1;
  } finally {
    await system.stop();
    await servers.stop();
  }
}

function report(costs: readonly Cost[]): void {
  console.log(`\n${costs.length} happy payments, the dearest of each:`);
  console.log('  what          budget  dearest  mean');
  for (const name of Object.keys(BUDGET) as (keyof Cost)[]) {
    const values = costs.map((cost) => cost[name]);
    const dearest = Math.max(...values);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const verdict = dearest > BUDGET[name] ? '  ABOVE THE BUDGET' : '';
    console.log(
      `  ${name.padEnd(12)} ${String(BUDGET[name]).padStart(7)} ${String(dearest).padStart(8)} ` +
        `${mean.toFixed(2).padStart(5)}${verdict}`,
    );
  }
}

main()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => process.exit());
