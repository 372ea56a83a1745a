/**
 * `npm run contract` says what in the API breaks the programs of merchants, and fails where
 * something does; with `-- --publish` it makes the API as it is now what is promised.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicDocument } from '../api/public/app';
import { contract } from './contract/run';
import { rootDir } from './places';

const PUBLISHED = join(rootDir, 'docs', 'published', 'openapi.json');
const GENERATED = 'docs/generated/openapi.json';

process.exitCode = contract(process.argv.slice(2), {
  current: publicDocument(),
  published: read(() => readFileSync(PUBLISHED, 'utf8')),
  // What the last commit had and nobody has published yet should not break unseen either.
  committed: read(() =>
    execFileSync('git', ['show', `HEAD:${GENERATED}`], {
      cwd: rootDir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ),
  publish: (text) => writeFileSync(PUBLISHED, text),
  say: (line) => console.log(line),
});

/** The text, or null where there is none: no history in an archive, no copy before the first. */
function read(textOf: () => string): string | null {
  try {
    return textOf();
  } catch {
    return null;
  }
}
