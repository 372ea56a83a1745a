import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../processes/child';
import { START_FRESH } from '../startFailure';
import { waitUntilReady } from '../processes/ready';
import type { MongoOptions, RunningMongo } from './mongoOptions';
import { probePrimary } from './mongoProbe';

const readyTimeoutMs = 60_000;

/** Starts SecantusDB, which presents itself as the primary of a one-node replica set. */
export async function startSecantus(path: string, options: MongoOptions): Promise<RunningMongo> {
  mkdirSync(options.dataDir, { recursive: true });
  // An explicit empty configuration: otherwise it would read one of the user's, found by itself.
  const config = join(options.dataDir, '..', 'secantusdb.toml');
  writeFileSync(config, '');
  const args = ['--config', config, '--host', '127.0.0.1', '--port', String(options.port)];
  args.push('--storage-path', options.dataDir, '--cache-size', '256M', '--log-level', 'WARNING');
  const child = await startChild({
    name: 'SecantusDB',
    command: path,
    args,
    logFile: options.logFile,
    remedy: START_FRESH,
  });
  try {
    await waitUntilReady(child, readyTimeoutMs, () => probePrimary(options.port));
  } catch (error) {
    await child.stop();
    throw error;
  }
  // It goes through all writes of the last half hour for each write that may be retried.
  const uri = `mongodb://127.0.0.1:${options.port}/?replicaSet=secantus&retryWrites=false`;
  return { child, uri };
}
