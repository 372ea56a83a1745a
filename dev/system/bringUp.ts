import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir, logsDir, stateDir } from '../places';
import { shownPath } from '../processes/log';
import { progress } from '../progress';
import { lockOrOwner } from '../servers/lock';
import { startMongo } from '../servers/mongo';
import { startTemporalDevServer } from '../servers/temporalDevServer';
import { StartFailure } from '../startFailure';
import { checkDisk } from './disk';
import { programEnvironment, type SystemFacts } from './environment';
import { checkPorts, planPorts, type PortPlan } from './portPlan';
import { runSetup, startApi, startSimulator, startWorker } from './programs';
import { localSecrets } from './secrets';

/** Where a dev server that somebody else started has its Web UI. */
const defaultUiUrl = 'http://127.0.0.1:8233';

/** The folder whose existence says that a system of this checkout is up. */
const systemLock = join(stateDir, 'start.lock');

/** A system that is up, and the environment in which another program would join it. */
export interface RunningSystem extends SystemFacts {
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Brings up everything, as much of it at once as the order allows: servers and simulator, then
 * the setup step, then worker and API. Whatever was started when this throws is still running; the
 * caller stops it.
 */
export async function bringUp(fresh: boolean): Promise<RunningSystem> {
  await checkDisk(stateDir);
  takeSystemLock();
  const ports = planPorts(process.env.HAKIKA_PORT_BASE);
  await checkPorts(ports, portsOfGivenServers());
  if (fresh) rmSync(dataDir, { recursive: true, force: true });
  for (const folder of [dataDir, join(dataDir, 'mongo')]) await checkDisk(folder);
  const secrets = localSecrets(join(dataDir, 'secrets.json'));
  progress('Starting MongoDB, Temporal and the simulated Safaricom ...');
  const [temporal, mongodbUri] = await Promise.all([
    temporalFor(ports),
    mongodbFor(ports),
    startSimulator(ports.simulator),
  ]);
  const facts: SystemFacts = {
    ports,
    secrets,
    temporalAddress: temporal.address,
    temporalUiUrl: temporal.uiUrl,
    mongodbUri,
  };
  const environment = programEnvironment(facts);
  progress('Preparing indexes and search attributes ...');
  await runSetup(environment);
  progress('Starting the worker and the API ...');
  await Promise.all([
    startWorker(environment, ports.workerOperations),
    startApi(environment, ports.operations),
  ]);
  return { ...facts, environment };
}

/** Lets another `npm start` of this checkout come up. */
export function releaseSystemLock(): void {
  if (lockTaken) rmSync(systemLock, { recursive: true, force: true });
  lockTaken = false;
}

let lockTaken = false;

function takeSystemLock(): void {
  const owner = lockOrOwner(systemLock);
  if (owner !== undefined) {
    throw new StartFailure(
      `npm start is already running in this folder (process ${owner}): use that one, or end it ` +
        `with Ctrl-C first. If none is running, delete ${shownPath(systemLock)}.`,
    );
  }
  lockTaken = true;
}

/** Ports that stay unused because the server behind them is one that already runs. */
function portsOfGivenServers(): Set<keyof PortPlan> {
  const given = new Set<keyof PortPlan>();
  if (process.env.TEMPORAL_ADDRESS) given.add('temporal').add('temporalUi');
  if (process.env.MONGODB_URI) given.add('mongodb');
  return given;
}

async function temporalFor(ports: PortPlan): Promise<{ address: string; uiUrl: string }> {
  const given = process.env.TEMPORAL_ADDRESS;
  if (given) return { address: given, uiUrl: process.env.TEMPORAL_UI_URL ?? defaultUiUrl };
  return startTemporalDevServer({
    port: ports.temporal,
    uiPort: ports.temporalUi,
    dbFile: join(dataDir, 'temporal.db'),
    logFile: join(logsDir, 'temporal.log'),
    codecEndpoint: `http://127.0.0.1:${ports.operations}/codec`,
  });
}

async function mongodbFor(ports: PortPlan): Promise<string> {
  const given = process.env.MONGODB_URI;
  if (given) return given;
  const logFile = join(logsDir, 'mongodb.log');
  const options = { port: ports.mongodb, dataDir: join(dataDir, 'mongo'), logFile };
  return (await startMongo(options)).uri;
}
