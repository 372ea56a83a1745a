import { join } from 'node:path';
import { rootDir, serverCacheDir } from '../places';
import { StartFailure } from '../startFailure';
import { withLock } from './lock';
import { isExecutable } from './onPath';
import { installedWheelPath, installWheel, type Wheel } from './wheel';

const schemathesis: Wheel = {
  packageName: 'schemathesis',
  version: '4.32.5',
  command: 'schemathesis',
  constraints: join(rootDir, 'dev/servers/schemathesis.txt'),
};

/**
 * The program that asks an API what its OpenAPI document does not foresee: SCHEMATHESIS_PATH, else
 * our own copy, else PyPI's.
 * @throws StartFailure where it cannot be had.
 */
export async function findSchemathesis(): Promise<string> {
  const named = process.env.SCHEMATHESIS_PATH;
  if (named === undefined || named === '') return installedWheelPath(schemathesis) ?? install();
  if (isExecutable(named)) return named;
  throw new StartFailure(
    `SCHEMATHESIS_PATH names ${named}, which is not a program that can be run: correct it or ` +
      'unset it.',
  );
}

async function install(): Promise<string> {
  return withLock(join(serverCacheDir(), 'schemathesis.lock'), async () => {
    // Another run may have got it while this one waited for the lock.
    const meanwhile = installedWheelPath(schemathesis);
    if (meanwhile !== undefined) return meanwhile;
    const got = await installWheel(schemathesis);
    if (got.ok) return got.path;
    throw new StartFailure(
      `schemathesis cannot be had: ${got.reason}. Remedy: ${got.remedy}, or install schemathesis ` +
        `${schemathesis.version} and name it in SCHEMATHESIS_PATH.`,
    );
  });
}
