/**
 * Has Temporal's SDK download a server into a folder: `downloadTemporal.ts NAME FOLDER`. The SDK
 * downloads only on the way to starting the server, so it is started once and stopped again. The
 * path is left in FOLDER/path.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { reasonOf } from '../startFailure';
import { isExecutable } from './onPath';

async function main(name: string, dir: string): Promise<void> {
  const executable = { type: 'cached-download', downloadDir: dir } as const;
  const environment =
    name === 'temporal'
      ? await TestWorkflowEnvironment.createLocal({ server: { executable } })
      : await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  await environment.teardown();
  // The SDK chooses the file's name and does not tell it.
  const program = readdirSync(dir)
    .map((entry) => join(dir, entry))
    .find(isExecutable);
  if (program === undefined) throw new Error(`the SDK left no program in ${dir}`);
  writeFileSync(join(dir, 'path'), program);
}

const [name = '', dir = ''] = process.argv.slice(2);
main(name, dir).catch((error: unknown) => {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exitCode = 1;
});
