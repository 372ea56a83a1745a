import { stalePages, writePages } from './folder';
import { PAGES } from './pages';

const remedy = 'Run `npm run generate` and commit what it writes.';
const usage = 'npm run generate -- [--check]';

/** Writes the pages, or with `--check` compares them. Gives the exit code. */
export function generate(
  args: readonly string[],
  folder: string,
  say: (line: string) => void,
): number {
  const [unknown] = args.filter((arg) => arg !== '--check');
  if (unknown !== undefined) {
    say(`${unknown} is not known. Usage: ${usage}`);
    return 2;
  }
  if (!args.includes('--check')) {
    writePages(PAGES, folder);
    say(`Wrote ${PAGES.length} pages.`);
    return 0;
  }
  const stale = stalePages(PAGES, folder);
  for (const page of stale) say(`docs/generated/${page} is stale.`);
  if (stale.length > 0) say(remedy);
  return stale.length > 0 ? 1 : 0;
}
