import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { serverCacheDir } from '../places';
import { progress } from '../progress';
import { isExecutable } from './onPath';
import { lastLine, runTool } from './runTool';

/** A download that a vendor's own package performs. */
export interface Download {
  /** The folder in our cache and the argument of the script. */
  readonly name: 'temporal' | 'temporal-test-server' | 'mongod';
  /** The script of this folder that runs the download in a process of its own. */
  readonly script: 'downloadTemporal.ts' | 'downloadMongod.ts';
}

/** The path that was downloaded, or why there is none. */
export type DownloadResult =
  { readonly ok: true; readonly path: string } | { readonly ok: false; readonly reason: string };

const timeoutMs = 120_000;
const reasonMax = 110;

/** The program that an earlier run downloaded, or undefined. */
export function downloadedPath(download: Download): string | undefined {
  const note = join(downloadDir(download), 'path');
  if (!existsSync(note)) return undefined;
  const path = readFileSync(note, 'utf8').trim();
  return isExecutable(path) ? path : undefined;
}

/**
 * Runs the vendor's download, with a short time limit: a network that swallows packets must not
 * keep a person waiting when another source can serve. The script runs in its own process because
 * the packages offer no way to give up.
 */
export async function download(wanted: Download): Promise<DownloadResult> {
  const dir = downloadDir(wanted);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  progress(`Downloading ${wanted.name} (once) ...`);
  const script = join(__dirname, wanted.script);
  const args = ['--import', 'tsx', script, wanted.name, dir];
  // One try: with more, the package waits for seconds before it tells of a missing network.
  const env = { MONGOMS_MAX_RETRIES: '1' };
  const result = await runTool(process.execPath, args, timeoutMs, env);
  const path = downloadedPath(wanted);
  if (result.ok && path !== undefined) return { ok: true, path };
  return { ok: false, reason: shortened(lastLine(result)) };
}

/** Vendors' reasons repeat themselves, address and all; the sentence needs their beginning only. */
function shortened(reason: string): string {
  return reason.length > reasonMax ? `${reason.slice(0, reasonMax)} ...` : reason;
}

function downloadDir(download: Download): string {
  return join(serverCacheDir(), `download-${download.name}`);
}
