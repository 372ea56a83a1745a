import { readConfigOf } from '../config/config';
import { describeRestarted } from '../engine/restartPayments';
import { assertSearchAttributes } from '../engine/searchAttributeSetup';
import { openStore } from '../store/store';
import { connectEngine, restartAll } from '../wiring/engine';
import { createKeyring } from '../wiring/store';

/**
 * `npm run restart-payments`: gives every unfinished payment a workflow that has none, as after the
 * engine lost its database. Safe to repeat, and beside a running system.
 */
async function main(): Promise<void> {
  const config = readConfigOf('setup', process.env);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const keyring = createKeyring(config);
  const { MONGODB_URI: uri, MONGODB_DATABASE: database } = config;
  const store = await openStore({ uri, database, maxPoolSize: 20 }, keyring);
  try {
    const { client, connection } = await connectEngine(config, keyring);
    try {
      await assertSearchAttributes(connection, config.TEMPORAL_NAMESPACE);
      const restarted = await restartAll({ config, store, client, say });
      say(`${describeRestarted(restarted)}.`);
      if (restarted.failed > 0) process.exitCode = 1;
    } finally {
      await connection.close();
    }
  } finally {
    await store.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
