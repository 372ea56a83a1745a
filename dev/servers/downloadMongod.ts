/**
 * Has mongodb-memory-server-core download MongoDB's server into a folder:
 * `downloadMongod.ts mongod FOLDER`. The path is left in FOLDER/path.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MongoBinary } from 'mongodb-memory-server-core';
import { reasonOf } from '../startFailure';

async function main(dir: string): Promise<void> {
  const path = await MongoBinary.getPath({ downloadDir: dir });
  writeFileSync(join(dir, 'path'), path);
}

main(process.argv[3] ?? '').catch((error: unknown) => {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exitCode = 1;
});
