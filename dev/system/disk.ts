import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartFailure, reasonOf } from '../startFailure';

const neededMegabytes = 500;

/** Fails with one sentence when the folder cannot be written or its disk is nearly full. */
export async function checkDisk(folder: string): Promise<void> {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, 'x');
    await rm(probe);
  } catch (error) {
    throw new StartFailure(
      `${folder} cannot be written (${reasonOf(error)}): make it writable, or free its disk.`,
    );
  }
  const { bavail, bsize } = await statfs(folder);
  const freeMegabytes = Math.floor((bavail * bsize) / 1_000_000);
  if (freeMegabytes >= neededMegabytes) return;
  throw new StartFailure(
    `The disk of ${folder} has ${freeMegabytes} MB left and ${neededMegabytes} MB are needed: ` +
      'free some space.',
  );
}
