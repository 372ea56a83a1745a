import { join, resolve } from 'node:path';

/** The root of the checkout. */
export const rootDir = resolve(__dirname, '..');

/** The one ignored folder that holds everything these commands keep between runs. */
export const stateDir = join(rootDir, '.hakika');

/** Data of `npm start`: databases and local secrets. `--fresh` deletes it. */
export const dataDir = join(stateDir, 'data');

/** One log file per process that was started. */
export const logsDir = join(stateDir, 'logs');

/**
 * Where fetched servers are kept. HAKIKA_CACHE_DIR lets several checkouts share one copy; read at
 * each call so that a test can point it at an empty folder.
 */
export function serverCacheDir(): string {
  const shared = process.env.HAKIKA_CACHE_DIR;
  return shared === undefined || shared === '' ? join(stateDir, 'servers') : resolve(shared);
}
