import { StartFailure } from '../startFailure';
import { isExecutable, onPath } from './onPath';

/**
 * The browser for browser tests: CHROMIUM_PATH, else `chromium` on PATH, else undefined, whereupon
 * those tests are reported as skipped, by name. Throws when CHROMIUM_PATH names no program.
 */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named === undefined || named === '') return onPath('chromium');
  if (isExecutable(named)) return named;
  throw new StartFailure(
    `CHROMIUM_PATH names ${named}, which is not a program that can be run: correct it or unset it.`,
  );
}
