import { mkdirSync } from 'node:fs';
import type { MongoClient } from 'mongodb';
import { startChild } from '../processes/child';
import { START_FRESH } from '../startFailure';
import { waitUntilReady } from '../processes/ready';
import type { MongoOptions, RunningMongo } from './mongoOptions';
import { probePrimary, withMongo } from './mongoProbe';

const readyTimeoutMs = 60_000;
const replicaSet = 'hakika';
const notYetInitialized = 94;

/** Starts MongoDB as a one-node replica set: majority writes and transactions need one. */
export async function startMongod(path: string, options: MongoOptions): Promise<RunningMongo> {
  mkdirSync(options.dataDir, { recursive: true });
  const args = ['--replSet', replicaSet, '--bind_ip', '127.0.0.1', '--port', String(options.port)];
  args.push('--dbpath', options.dataDir, '--quiet', '--wiredTigerCacheSizeGB', '0.5');
  const child = await startChild({
    name: 'MongoDB',
    command: path,
    args,
    logFile: options.logFile,
    remedy: START_FRESH,
  });
  try {
    await waitUntilReady(child, readyTimeoutMs, async () => {
      await withMongo(options.port, (client) => ensureReplicaSet(client, options.port));
      await probePrimary(options.port);
    });
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { child, uri: `mongodb://127.0.0.1:${options.port}/?replicaSet=${replicaSet}` };
}

/**
 * Initiates the replica set on new data. Data that ran on another port before names that port as
 * its member, and would never become primary: the configuration is then rewritten.
 */
async function ensureReplicaSet(client: MongoClient, port: number): Promise<void> {
  const admin = client.db('admin');
  const host = `127.0.0.1:${port}`;
  const config = await admin.command({ replSetGetConfig: 1 }).then(
    (answer): ReplicaSetConfig => answer.config as ReplicaSetConfig,
    (error: unknown) => {
      if (codeOf(error) === notYetInitialized) return undefined;
      throw error;
    },
  );
  if (config === undefined) {
    const members = [{ _id: 0, host }];
    await admin.command({ replSetInitiate: { _id: replicaSet, members } });
  } else if (config.members[0]?.host !== host) {
    const moved = { ...config, version: config.version + 1, members: [{ _id: 0, host }] };
    await admin.command({ replSetReconfig: moved, force: true });
  }
}

interface ReplicaSetConfig {
  readonly version: number;
  readonly members: ReadonlyArray<{ readonly host: string }>;
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
