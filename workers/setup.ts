import { Connection } from '@temporalio/client';
import { readConfig } from '../config/config';
import { setUpStore } from '../store/store';
import { registerSearchAttributes } from '../engine/searchAttributeSetup';

/** `npm run setup`: indexes, schema version and search attributes. Safe to repeat. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const options = { uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, maxPoolSize: 2 };
  await setUpStore(options, say);
  say('The database is set up.');
  const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
  await registerSearchAttributes(connection, config.TEMPORAL_NAMESPACE);
  await connection.close();
  say('The search attributes are registered.');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
