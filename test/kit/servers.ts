import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logsDir } from '../../dev/places';
import { startMongo } from '../../dev/servers/mongo';
import { startTemporalDevServer } from '../../dev/servers/temporalDevServer';
import { findTemporalTestServer } from '../../dev/servers/temporalTestServer';

/** The real servers that one run of the tests shares. */
export interface TestServers {
  /** Temporal dev server, `host:port`, namespace `default`. */
  readonly temporalAddress: string;
  /** Path of the time-skipping server's program. */
  readonly timeSkippingServer: string;
  /** A MongoDB-wire server; each test uses a database of its own. */
  readonly mongodbUri: string;
  stop(): Promise<void>;
}

type Stop = () => Promise<void>;

/**
 * Starts what the run needs, at once. A server whose address is given in TEST_TEMPORAL_ADDRESS,
 * TEST_TIME_SKIPPING_SERVER or TEST_MONGODB_URI is used instead. The variables of production
 * (TEMPORAL_ADDRESS, MONGODB_URI) are not heeded: tests must never run against a real system.
 */
export async function startTestServers(): Promise<TestServers> {
  const scratch = mkdtempSync(join(tmpdir(), 'hakika-test-'));
  const stops: Stop[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(stops.map((stopOne) => stopOne()));
    rmSync(scratch, { recursive: true, force: true });
  };
  const started = await Promise.allSettled([
    temporal(stops),
    process.env.TEST_TIME_SKIPPING_SERVER ?? findTemporalTestServer(),
    mongo(scratch, stops),
  ]);
  const [temporalAddress, timeSkippingServer, mongodbUri] = started;
  const failed = started.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) await stop();
  return {
    temporalAddress: valueOf(temporalAddress),
    timeSkippingServer: valueOf(timeSkippingServer),
    mongodbUri: valueOf(mongodbUri),
    stop,
  };
}

async function temporal(stops: Stop[]): Promise<string> {
  const given = process.env.TEST_TEMPORAL_ADDRESS;
  if (given !== undefined) return given;
  const logFile = join(logsDir, 'test-temporal.log');
  const server = await startTemporalDevServer({ port: 0, uiPort: 0, logFile });
  stops.push(() => server.stop());
  return server.address;
}

async function mongo(scratch: string, stops: Stop[]): Promise<string> {
  const given = process.env.TEST_MONGODB_URI;
  if (given !== undefined) return given;
  const logFile = join(logsDir, 'test-mongo.log');
  const server = await startMongo({ port: 0, dataDir: join(scratch, 'mongo'), logFile });
  stops.push(() => server.stop());
  return server.uri;
}

function valueOf(outcome: PromiseSettledResult<string>): string {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}
