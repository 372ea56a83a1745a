import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the tests of one file, deleted after the last of them. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hakika-dev-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
