import { parseArgs } from 'node:util';
import { readConfigOf } from '../config/config';
import { makeFirstOperator } from '../wiring/firstOperator';
import { setUp } from '../wiring/setUp';

/**
 * `npm run setup`: migrations, indexes, search attributes, and the hand-over from a release whose
 * running workflows cannot go on. Safe to repeat. With `-- --first-operator NAME` it also makes the
 * first operator, once, and prints the operator's key.
 */
async function main(): Promise<void> {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const { values } = parseArgs({ options: { 'first-operator': { type: 'string' } } });
  const config = readConfigOf('setup', process.env);
  await setUp({ config, say });
  const name = values['first-operator'];
  if (name !== undefined) await makeFirstOperator({ config, name, say });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
