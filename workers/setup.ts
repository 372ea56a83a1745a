import { readConfigOf } from '../config/config';
import { setUp } from '../wiring/setUp';

/**
 * `npm run setup`: migrations, indexes, search attributes, and the hand-over from a release whose
 * running workflows cannot go on. Safe to repeat.
 */
async function main(): Promise<void> {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  await setUp({ config: readConfigOf('setup', process.env), say });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
