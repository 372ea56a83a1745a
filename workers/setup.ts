import { Connection } from '@temporalio/client';
import { readConfig } from '../config/config';
import { setUpStore } from '../store/store';
import { registerSearchAttributes } from '../engine/searchAttributeSetup';

/** `npm run setup`: indexes, schema version and search attributes. Safe to repeat. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  await setUpStore({ uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, maxPoolSize: 2 });
  process.stdout.write('The database is set up.\n');
  const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
  await registerSearchAttributes(connection, config.TEMPORAL_NAMESPACE);
  await connection.close();
  process.stdout.write('The search attributes are registered.\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
