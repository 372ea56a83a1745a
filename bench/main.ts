import { endGuard } from '../dev/processes/guard';
import { benchMemory } from './memory';
import { benchPayments } from './payments';
import { benchReconcile } from './reconcile';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  payments: benchPayments,
  memory: benchMemory,
  reconcile: benchReconcile,
};

async function main(): Promise<void> {
  const bench = BENCHES[process.argv[2] ?? ''];
  if (!bench) {
    console.error(`Usage: npm run bench -- ${Object.keys(BENCHES).join(' | ')}`);
    process.exitCode = 2;
    return;
  }
  await bench();
}

main()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => endGuard().then(() => process.exit()));
