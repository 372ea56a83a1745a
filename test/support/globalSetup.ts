import { Connection } from '@temporalio/client';
import { registerSearchAttributes } from '../../workers/searchAttributeSetup';
import { rememberServers } from './runningServers';
import { startTestServers } from './servers';

/**
 * Runs once, before the first test that needs servers; the tests read the addresses from the
 * environment. A default export because jest takes nothing else.
 */
export default async function globalSetup(): Promise<void> {
  const servers = await startTestServers();
  rememberServers(servers);
  await prepareTemporal(servers.temporalAddress);
  process.env.TEST_TEMPORAL_ADDRESS = servers.temporalAddress;
  process.env.TEST_TIME_SKIPPING_SERVER = servers.timeSkippingServer;
  process.env.TEST_MONGODB_URI = servers.mongodbUri;
}

/** Starting a payment needs the search attributes; the setup step registers them elsewhere. */
async function prepareTemporal(address: string): Promise<void> {
  const connection = await Connection.connect({ address });
  await registerSearchAttributes(connection, 'default');
  await connection.close();
}
