import { Connection } from '@temporalio/client';
import { StartFailure } from '../../dev/startFailure';
import { registerSearchAttributes } from '../../engine/searchAttributeSetup';
import { rememberServers } from './runningServers';
import { startTestServers } from './servers';

/**
 * Runs once, before the first test that needs servers; the tests read the addresses from the
 * environment. A default export because jest takes nothing else.
 */
export default async function globalSetup(): Promise<void> {
  const servers = await startTestServers().catch(endWithOneSentence);
  rememberServers(servers);
  await prepareTemporal(servers.temporalAddress);
  process.env.TEST_TEMPORAL_ADDRESS = servers.temporalAddress;
  process.env.TEST_TIME_SKIPPING_SERVER = servers.timeSkippingServer;
  process.env.TEST_MONGODB_URI = servers.mongodbUri;
}

/** A server that cannot be had is the person's to act on: they need the sentence and no stack. */
function endWithOneSentence(error: unknown): never {
  if (!(error instanceof StartFailure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

/** Starting a payment needs the search attributes; the setup step registers them elsewhere. */
async function prepareTemporal(address: string): Promise<void> {
  const connection = await Connection.connect({ address });
  await registerSearchAttributes(connection, 'default');
  await connection.close();
}
