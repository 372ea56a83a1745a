/**
 * `npm run generate` writes the pages of docs/generated/ from the code; with `--check` it only says
 * which of them are stale, and fails where one is.
 */
import { join } from 'node:path';
import { generate } from './generate/run';
import { rootDir } from './places';

const say = (line: string): void => console.log(line);

process.exitCode = generate(process.argv.slice(2), join(rootDir, 'docs', 'generated'), say);
