import { join } from 'node:path';
import { findProgram, type ServerProgram } from './executable';
import { startMongod } from './mongod';
import type { MongoOptions } from './mongoOptions';
import { chosenPort } from './ports';
import { startSecantus } from './secantus';

/** A MongoDB-wire server that accepts majority writes. */
export interface MongoServer {
  readonly uri: string;
  /** Resolves when the server has ended, asked to or not. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export const mongodProgram: ServerProgram = {
  name: 'MongoDB',
  command: 'mongod',
  pathVariable: 'MONGOD_PATH',
  download: { name: 'mongod', script: 'downloadMongod.ts' },
  wheel: { packageName: 'secantusdb', version: '0.7.0b3', command: 'secantusd-py' },
};

/**
 * Starts MongoDB as a one-node replica set, or SecantusDB, which speaks its protocol, where
 * no MongoDB can be had. Each keeps its data in a folder of its own: neither reads the other's.
 */
export async function startMongo(options: MongoOptions): Promise<MongoServer> {
  const { path, fromWheel } = await findProgram(mongodProgram);
  const port = await chosenPort(options.port);
  const { child, uri } = fromWheel
    ? await startSecantus(path, { ...options, port, dataDir: join(options.dataDir, 'secantusdb') })
    : await startMongod(path, { ...options, port, dataDir: join(options.dataDir, 'mongod') });
  return { uri, ended: child.ended, stop: () => child.stop() };
}
