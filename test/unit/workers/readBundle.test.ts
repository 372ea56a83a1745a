import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBundle } from '../../../workers/bundle';

// Guarantees that a worker which cannot find its bundle says which setting is wrong.
it.each([
  ['a file that is not there', join(tmpdir(), 'no-such-bundle.js')],
  ['a folder', tmpdir()],
])('names the setting and the remedy for %s', async (_what, path) => {
  const reading = readBundle(path);
  await expect(reading).rejects.toThrow(/^WORKFLOW_BUNDLE_PATH names ".+", which cannot be read\./);
  await expect(reading).rejects.toThrow('node dist/workers/buildBundle.js');
});
